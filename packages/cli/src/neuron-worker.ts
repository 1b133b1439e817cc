import { parentPort, workerData } from "node:worker_threads";
import { keypairFromUri } from "@ganglion/crypto";
import { type NeuronConfig, runNeuron } from "./neurons/run-neuron.ts";

/** What a worker is started with. */
export interface NeuronJob {
  readonly name: string;
  readonly uri: string;
  readonly config: NeuronConfig;
}
/** What a worker tells its host. */
export type NeuronMessage =
  | { readonly type: "ready"; readonly uid: number; readonly port: number }
  | { readonly type: "info" | "trouble"; readonly text: string };

const { uri, config } = workerData as NeuronJob;
const tell = (message: NeuronMessage) => parentPort!.postMessage(message);
const shown = (details: unknown): string =>
  details === undefined
    ? ""
    : ` ${details instanceof Error ? details.message : JSON.stringify(details, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value))}`;

const running = await runNeuron(config, keypairFromUri(uri), {
  info: (what, details) => tell({ type: "info", text: `${what}${shown(details)}` }),
  trouble: (what, error) => tell({ type: "trouble", text: `${what}${shown(error)}` }),
});
tell({ type: "ready", uid: running.uid, port: running.port });
parentPort!.on("message", (message: unknown) => {
  if (message !== "stop") return;
  running.stop().finally(() => process.exit(0));
});
