import { VirtualEnv } from "../src/env.ts";
import { type Node, type NodeOptions, startNode } from "../src/node.ts";
import { FakeRuntime, SPEC } from "./fake-runtime.ts";
import { START_MS } from "./harness.ts";

/** A node on the fake runtime in virtual time, with a real socket on a free port. */
export async function running(options: Partial<NodeOptions> = {}): Promise<{
  readonly node: Node;
  readonly port: number;
  readonly env: VirtualEnv;
  readonly runtime: FakeRuntime;
  readonly troubles: string[];
}> {
  const env = new VirtualEnv({ startMs: START_MS, seed: 1 });
  const runtime = new FakeRuntime();
  const troubles: string[] = [];
  const node = await startNode({
    spec: SPEC,
    runtime,
    env,
    dev: true,
    seal: { type: "manual" },
    rpc: { ports: [0] },
    log: { trouble: (what, details) => troubles.push(`${what} ${JSON.stringify(details)}`) },
    ...options,
  });
  return { node, port: node.rpc.ports[0]!, env, runtime, troubles };
}
