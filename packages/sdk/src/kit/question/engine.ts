import { accountOf } from "@ganglion/crypto";
import { toSs58 } from "@ganglion/primitives";
import { AxonError } from "../../net/axon-error.ts";
import type { Engine, EngineSetup } from "../backend.ts";
import { ChatModelError, chatModel } from "../backends/chat-model.ts";
import { CommandError, CommandProcess } from "../backends/command-process.ts";
import { onnxModel } from "../backends/onnx-model.ts";
import type { MinerPlace } from "../subnet.ts";
import type { Engines } from "./declaration.ts";

/** Which kinds of backend a subnet's miner has: the builtin one and a program always, the others where declared. */
export function backendKinds<Request, Wire extends object>(engines: Engines<Request, Wire>) {
  return [
    "builtin" as const,
    ...(engines.openai ? ["openai" as const] : []),
    ...(engines.onnx ? ["onnx" as const] : []),
    "command" as const,
  ];
}

/** The engine that a place asks for. @throws OnnxError; RangeError on a kind that the subnet hasn't */
export async function engineFor<Request, Wire extends object>(
  engines: Engines<Request, Wire>,
  place: MinerPlace,
): Promise<Engine<Request, Wire>> {
  const { backend, env, log, documents, options, folder } = place;
  const hotkey = toSs58(accountOf(place.hotkey));
  const setup: EngineSetup = {
    env,
    log,
    hotkey,
    documents,
    options,
    ...(folder ? { folder } : {}),
  };
  switch (backend.kind) {
    case "builtin":
      return engines.builtin(setup);
    case "openai":
      if (engines.openai) return engines.openai(chatModel({ ...backend, env }), setup);
      break;
    case "onnx":
      if (engines.onnx) {
        const model = await onnxModel(backend.file);
        return stopping(await engines.onnx(model, setup), () => model.stop());
      }
      break;
    case "command": {
      const process = new CommandProcess({ ...backend, env, log });
      const engine = engines.command
        ? await engines.command(process, setup)
        : passedOn<Request, Wire>(process);
      return stopping(engine, () => process.stop());
    }
  }
  throw new RangeError(`this subnet has no ${backend.kind} backend`);
}

/** Request in, answer out, as they are on the wire. */
const passedOn = <Request, Wire extends object>(
  process: CommandProcess,
): Engine<Request, Wire> => ({
  name: process.name,
  // What a program writes is checked by the validators, like everything that a miner says.
  answer: async (request, { signal }) => (await process.ask(request, { signal })) as Wire,
});

const stopping = <Request, Wire extends object>(
  engine: Engine<Request, Wire>,
  stop: () => Promise<void>,
): Engine<Request, Wire> => ({
  name: engine.name,
  answer: (request, context) => engine.answer(request, context),
  async stop() {
    await engine.stop?.();
    await stop();
  },
});

/** A backend that is down is no bug of the miner: the asker hears 503 and the reason. */
export function asRefusal(error: unknown): unknown {
  if (error instanceof ChatModelError || error instanceof CommandError)
    return new AxonError(503, `the backend has no answer: ${error.reason}`, { cause: error });
  return error;
}
