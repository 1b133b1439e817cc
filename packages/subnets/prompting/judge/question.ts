import type { Doc, PromptingAnswer, PromptingRequest } from "../protocol.ts";
import { fraction } from "../tasks/fraction.ts";
import { checkQuestion } from "./checker.ts";
import { duplicates } from "./duplicates.ts";
import {
  checkCitations,
  type Evidence,
  readEvidence,
  relevance,
  standsInDocs,
  support,
} from "./evidence.ts";
import { type Grade, gradeAgainst } from "./grade.ts";
import { firstLine, isDecline, normalText } from "./read-answer.ts";
import {
  type MinerResponse,
  type QuestionScores,
  type Read,
  read,
  result,
  type Scored,
  silent,
  unanswered,
} from "./scored.ts";

/** A millionth: an answer to a user may stop its decimals earlier than one to a task. */
const USER_TOLERANCE = fraction(1, 1_000_000);
/** The most that agreement can earn, since friends can agree; evidence earns more. */
const AGREEMENT_LIMIT = 0.5;
const UNCITED_FACTOR = 0.5;
const SHORT_TOKENS = 12;

/**
 * Scores of all answers to a user's question, whose truth nobody planted. In this order: the validator's own
 * calculation; quotes that stand in the documents and bear on the question; agreement of short answers. Length,
 * style and speed count for nothing.
 * @param evidence the validator's own documents, read once with `readEvidence`
 */
export function scoreQuestion(
  request: PromptingRequest,
  responses: readonly MinerResponse[],
  evidence?: Evidence,
): QuestionScores {
  const question = request.messages.at(-1) ?? "";
  const sources: Evidence[] = [
    ...(evidence ? [evidence] : []),
    ...(request.docs ? [readEvidence(request.docs as Doc[])] : []),
  ];
  const truth = checkQuestion(question);
  const reads = responses.map(read);
  const twins = duplicates(reads);
  const agreement = agreementOf(reads);
  const scores = reads.map((got): Scored => {
    const { response } = got;
    if (!("answer" in got)) return unanswered(response, got.reason, got.status);
    const { answer } = got;
    if (answer.completion.trim() === "") return silent(response.uid, answer, "empty_answer");
    if (isDecline(answer.completion)) return silent(response.uid, answer, "declined");
    const cited = checkCitations(answer.citations, sources);
    if (cited === "not_verbatim")
      return result(response.uid, answer, { correctness: 0, reason: "citation_not_verbatim" });
    if (truth) {
      const grade = gradeAgainst(truth, answer.completion, USER_TOLERANCE);
      const reason =
        grade.correctness === 1
          ? "verified_by_checker"
          : grade.reason === "wrong"
            ? "contradicts_checker"
            : grade.reason;
      return result(response.uid, answer, { ...grade, reason });
    }
    const twin = twins.get(response.uid);
    if (twin !== undefined) return silent(response.uid, answer, `duplicate_of_${twin}`);
    const grade = evidenceGrade(question, answer, cited, {
      sources,
      agreement: agreement.get(response.uid) ?? 0,
    });
    // What nobody can judge is not held against the stated confidence either.
    return grade.correctness > 0
      ? result(response.uid, answer, grade)
      : silent(response.uid, answer, grade.reason);
  });
  return { scores, settled: truth !== undefined || scores.some(({ score }) => score > 0) };
}

function evidenceGrade(
  question: string,
  answer: PromptingAnswer,
  cited: ReturnType<typeof checkCitations>,
  { sources, agreement }: { sources: readonly Evidence[]; agreement: number },
): Grade {
  const agreed: Grade = {
    correctness: AGREEMENT_LIMIT * agreement,
    reason: agreement > 0 ? "agreed" : "unverified",
  };
  const better = (grade: Grade): Grade => (grade.correctness > agreed.correctness ? grade : agreed);
  if (answer.citations.length > 0 && cited === "verbatim") {
    const quotes = answer.citations.map(({ quote }) => quote).join("\n");
    const files = answer.citations.map(({ file }) => file).join(" ");
    const bearing = relevance(question, `${quotes}\n${files}`, sources);
    return better({
      correctness: bearing * support(firstLine(answer.completion), quotes),
      reason: "cited",
    });
  }
  if (answer.citations.length > 0)
    return better({ correctness: 0, reason: "citation_unverifiable" });
  const line = firstLine(answer.completion);
  if (standsInDocs(line, sources))
    return better({
      correctness: UNCITED_FACTOR * relevance(question, line, sources),
      reason: "in_docs_without_citation",
    });
  return agreed;
}

/** By uid: share of the others that answered and gave the same short answer, in [0, 1]. */
function agreementOf(reads: readonly Read[]): Map<number, number> {
  const said = reads.flatMap((got) => {
    if (!("answer" in got) || isDecline(got.answer.completion)) return [];
    const text = normalText(firstLine(got.answer.completion));
    return text === ""
      ? []
      : [{ uid: got.response.uid, text, short: text.split(" ").length <= SHORT_TOKENS }];
  });
  return new Map(
    said.map(({ uid, text, short }) => {
      const same = said.filter((other) => other.uid !== uid && other.text === text).length;
      return [uid, short && said.length > 1 ? same / (said.length - 1) : 0];
    }),
  );
}
