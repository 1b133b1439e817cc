import { type MinerParts, type Route, route } from "@ganglion/sdk";
import { fromStream } from "./asking.ts";
import { logicSynapse, readAnswer, streamCodeSynapse } from "./protocol.ts";

/**
 * Upstream's `StreamCodeSynapse` on a miner: a bug in words, answered with the repaired source in a code block. It goes
 * through the same engine as `LogicSynapse`, and under the same lock: an answer is told to nobody before its deadline.
 */
export function streamRoute({ routes }: MinerParts): Route | undefined {
  const plain = routes.find(({ synapse }) => synapse.name === logicSynapse.name);
  if (!plain) return undefined;
  return route(streamCodeSynapse, async function* (request, context) {
    const asked = fromStream(request);
    if (!asked.ok) {
      yield `I can't read that: ${asked.detail}.`;
      return;
    }
    const body = (await plain.forward({ ...asked.value, logic: {} }, context)) as Record<
      string,
      unknown
    >;
    const answer = readAnswer(body);
    if (!answer.ok) {
      yield `I have no answer: ${answer.detail}.`;
      return;
    }
    yield `\`\`\`js\n${answer.value.source}\n\`\`\`\n`;
    if (answer.value.explanation) yield answer.value.explanation;
  });
}
