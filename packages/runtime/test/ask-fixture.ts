import { type Context, callApi } from "@ganglion/frame";
import { type AnyCodec, decode, record, Writer } from "@ganglion/scale";
import { subtensorApis } from "../src/apis/subtensor.ts";

/** Asks over the wire: inputs and answer are encoded and decoded. The answer's fields are looked up by name. */
export function ask(
  ctx: Context,
  method: string,
  inputs: Readonly<Record<string, unknown>> = {},
  // biome-ignore lint/suspicious/noExplicitAny: answers of forty questions have no better type in common
): any {
  const found = subtensorApis
    .flatMap(({ methods }) => Object.entries(methods))
    .find(([name]) => name === method)![1];
  const writer = new Writer(256);
  record(found.inputs as Readonly<Record<string, AnyCodec>>).write(writer, inputs);
  const answer = callApi(found, ctx, writer.bytes.slice(0, writer.at));
  return decode(found.output as AnyCodec, answer);
}
