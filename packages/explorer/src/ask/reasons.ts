/** A validator's reason for a score, in words. Source: the judge of the prompting subnet. */
const WORDS: Readonly<Record<string, string>> = {
  verified_by_checker: "right: the validator calculated it itself",
  contradicts_checker: "wrong: the validator's own calculation says otherwise",
  correct: "right",
  wrong: "wrong",
  partly_correct: "partly right",
  ambiguous_answer: "gave more than one answer",
  no_number: "gave no number",
  format_violated: "not in the form that was asked for",
  cited: "its quote stands in the documents and bears on the question",
  in_docs_without_citation: "stands in the documents, but it gave no source",
  citation_not_verbatim: "its quote does not stand in the documents",
  citation_unverifiable: "the validator doesn't have the document it quotes",
  agreed: "other miners said the same; nobody could check it",
  unverified: "nobody could check it",
  declined: "said that it can't answer",
  empty_answer: "answered without a word",
  timeout: "did not answer in time",
  error: "failed",
  invalid: "sent something that is no answer",
};

export function reasonWords(reason: string): string {
  const twin = /^duplicate_of_(\d+)$/.exec(reason);
  if (twin) return `the same as uid ${twin[1]}'s answer`;
  return WORDS[reason] ?? reason.replaceAll("_", " ");
}
