import { createHash } from "node:crypto";

/** Stands in for argon2i where a test is about who gives the password, not about how hard it is to guess. */
export const fastArgon2 = async ({
  password,
}: {
  readonly password: Uint8Array;
}): Promise<Uint8Array> => new Uint8Array(createHash("sha256").update(password).digest());
