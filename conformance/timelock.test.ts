import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openTimelock, sealTimelock } from "@ganglion/crypto";
import { fromHex, toHex, utf8Bytes } from "@ganglion/primitives";
import { expect } from "vitest";
import { ENABLE, pythonClient } from "../scripts/python-clients.mjs";
import { runScript } from "./program.ts";
import { testWith } from "./required.ts";

interface Vectors {
  readonly quicknet: { readonly publicKey: string };
  readonly pulses: readonly { readonly round: number; readonly signature: string }[];
}
const VECTORS = JSON.parse(
  readFileSync(join(import.meta.dirname, "vectors/timelock.json"), "utf8"),
) as Vectors;
const hex = (bytes: Uint8Array): string => toHex(bytes).slice(2);

testWith(
  pythonClient("sdk10"),
  {
    title: "bittensor-drand opens our timelocks, and we open its own",
    enable: ENABLE,
    timeoutMs: 300_000,
  },
  async ({ python }) => {
    const { round, signature } = VECTORS.pulses[0]!;
    const publicKey = fromHex(`0x${VECTORS.quicknet.publicKey}`);
    const messages = [new Uint8Array(), utf8Bytes("from Ganglion"), new Uint8Array(3000).fill(7)];
    const sealed = messages.map((message) =>
      hex(sealTimelock({ message, publicKey, round: BigInt(round) })),
    );
    const script = join(import.meta.dirname, "python/timelock.py");
    const seen = await runScript(python, [script, signature, String(round), ...sealed], {
      timeoutMs: 290_000,
    });
    const of = (step: string) => seen.filter((each) => each.step === step);
    expect(of("opened").map(({ message }) => message)).toEqual(messages.map(hex));
    const theirs = of("sealed");
    expect(theirs).toHaveLength(3);
    for (const each of theirs) {
      const opened = openTimelock(fromHex(`0x${each["sealed"]}`), fromHex(`0x${signature}`));
      expect(hex(opened!)).toBe(each["message"]);
    }
  },
);
