import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { beacon, verify } from "@ganglion/crypto";
import { toHex } from "@ganglion/primitives";
import { localSpec, type Pulse, Runtime } from "@ganglion/runtime";
import { DEVELOPMENT_BEACON_KEY, developmentBeacon } from "../src/beacon/development-key.ts";
import { NodeBeaconHost } from "../src/beacon/host.ts";
import { VirtualEnv } from "../src/env.ts";
import { type NodeOptions, startNode } from "../src/node.ts";
import { START_MS } from "./harness.ts";

export type Trouble = { what: string; details: Readonly<Record<string, unknown>> };

/** A node with the real runtime in virtual time whose chain takes the development beacon's pulses, or quicknet's. */
export async function beaconNode(
  options: {
    readonly key?: Uint8Array | "quicknet";
    readonly from?: "dev" | readonly string[] | "nothing";
    readonly startMs?: number;
    readonly node?: Partial<NodeOptions>;
  } = {},
) {
  const { key = DEVELOPMENT_BEACON_KEY, from = "dev", startMs = START_MS } = options;
  const env = new VirtualEnv({ startMs, seed: 1 });
  const spec = localSpec({ fast: true, ...(key === "quicknet" ? {} : { beaconKey: key }) });
  const troubles: Trouble[] = [];
  let verified = 0;
  const host = new NodeBeaconHost({
    ...beacon,
    verifyPulse(claim) {
      verified++;
      return beacon.verifyPulse(claim);
    },
  });
  const node = await startNode({
    spec,
    runtime: new Runtime({ chain: spec.chain, verify, beacon: host }) as never,
    env,
    dev: true,
    seal: { type: "manual" },
    log: { trouble: (what, details) => troubles.push({ what, details }) },
    ...(from === "nothing" ? {} : { beacon: { from, host } }),
    ...options.node,
  });
  return { node, env, spec, host, troubles, verified: () => verified };
}

/** Answers of a beacon on a free port of the loopback; `answer` says them by path. */
export class FakeBeacon {
  readonly asked: string[] = [];
  readonly #server: Server;
  answer: (path: string) => { readonly status?: number; readonly body: string } = () => ({
    status: 404,
    body: "",
  });

  private constructor() {
    this.#server = createServer((request, response) => {
      const path = request.url!;
      this.asked.push(path);
      const { status = 200, body } = this.answer(path);
      response.writeHead(status, { connection: "close" }).end(body);
    });
  }

  static async start(): Promise<FakeBeacon> {
    const fake = new FakeBeacon();
    await new Promise<void>((ready) => fake.#server.listen(0, "127.0.0.1", ready));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Answers as the development beacon would, whose newest round is this. */
  signing(newest: bigint): void {
    this.answer = (path) => {
      const last = path.split("/").at(-1)!;
      const round = last === "latest" ? newest : BigInt(last);
      if (round > newest) return { status: 404, body: "{}" };
      return { body: pulseJson(developmentBeacon().signRound(round)) };
    };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }
}

export const pulseJson = ({ round, randomness, signature }: Pulse): string =>
  JSON.stringify({
    round: Number(round),
    randomness: toHex(randomness).slice(2),
    signature: toHex(signature).slice(2),
  });
