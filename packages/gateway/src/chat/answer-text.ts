import type { AnswerRecord, Outcome } from "@ganglion/sdk";

/** What the user is told: the chosen miner's words, or plainly that there are none. */
export function answerText({ answers, chosenUid }: Outcome): string {
  const chosen = answers.find(({ uid }) => uid === chosenUid);
  if (chosen) return chosen.text;
  if (answers.length === 0)
    return "No miner had an answer: the subnet has no miner that could be asked.";
  return `No miner had an answer. ${counted(answers)}`;
}

const WORDS: readonly (readonly [AnswerRecord["status"], string])[] = [
  ["timeout", "did not answer in time"],
  ["error", "failed"],
  ["invalid", "sent something that is no answer"],
  ["ok", "answered without a word"],
];

function counted(answers: readonly AnswerRecord[]): string {
  const parts = WORDS.map(
    ([status, words]) => [answers.filter((each) => each.status === status).length, words] as const,
  ).filter(([count]) => count > 0);
  const asked = answers.length === 1 ? "One was asked" : `${answers.length} were asked`;
  return `${asked}: ${parts.map(([count, words]) => `${count} ${words}`).join(", ")}.`;
}
