/** Which web pages may call: all, or those of these origins; `*` as port stands for any. */
export type AllowedOrigins = "all" | readonly string[];

/** Pages on this machine, and polkadot.js apps: the reference's default. */
export const LOCAL_ORIGINS: AllowedOrigins = [
  "http://localhost:*",
  "http://127.0.0.1:*",
  "https://localhost:*",
  "https://127.0.0.1:*",
  "https://polkadot.js.org",
];

/** True if a request with this `Origin` header may be answered. Programs send none. */
export function originAllowed(allowed: AllowedOrigins, origin: string | undefined): boolean {
  if (origin === undefined || allowed === "all") return true;
  return allowed.some((each) =>
    each.endsWith(":*")
      ? origin === each.slice(0, -2) ||
        (origin.startsWith(each.slice(0, -1)) && /^\d+$/.test(origin.slice(each.length - 1)))
      : origin === each,
  );
}
