import { keypairFromUri } from "@ganglion/crypto";
import type { NeuronJob } from "../neuron-worker.ts";
import { runNeuron } from "../neurons/run-neuron.ts";
import { toJson } from "../output.ts";
import type { Job } from "../supervisor/supervised.ts";
import type { HostReady } from "./host-job.ts";

/** One neuron in a process of its own: `--isolate`. */
export const neuronJob: Job<NeuronJob, HostReady> = {
  async start({ name, uri, config }, log) {
    const running = await runNeuron(config, keypairFromUri(uri), {
      info: (what, details) => log(`${name}: ${what} ${details ? toJson(details) : ""}`),
      trouble: (what, error) =>
        log(`${name}: ${what}: ${error instanceof Error ? error.message : toJson(error)}`),
    });
    return {
      ready: { neurons: [{ name, uid: running.uid, port: running.port }] },
      stop: () => running.stop(),
    };
  },
};
