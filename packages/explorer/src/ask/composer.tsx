import { type KeyboardEvent, useRef, useState } from "react";
import type { Doc } from "../api/gateway.ts";
import { readDocs } from "./read-docs.ts";

const SAMPLES = [
  "What is 17 * 23, minus the number of days in February 2024?",
  "How many kilometres are 26.2 miles?",
  "What day of the week is 29 February 2028?",
  "Which port does the gateway use?",
] as const;

export interface ComposerProps {
  readonly busy: boolean;
  /** Whether samples are offered. */
  readonly fresh: boolean;
  readonly onAsk: (question: string, docs: readonly Doc[]) => void;
  readonly onCancel: () => void;
}

/** Where a question is written, with texts of one's own if wanted. */
export function Composer({ busy, fresh, onAsk, onCancel }: ComposerProps) {
  const [text, setText] = useState("");
  const [docs, setDocs] = useState<readonly Doc[]>([]);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const files = useRef<HTMLInputElement>(null);
  const send = (question: string) => {
    if (busy || question.trim() === "") return;
    onAsk(question.trim(), docs);
    setText("");
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Whoever composes a character with several keys ends it with Enter.
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send(text);
  };
  const attach = async (chosen: FileList | null) => {
    const read = await readDocs([...(chosen ?? [])], docs);
    setDocs(read.docs);
    setRefused(read.refused);
    if (files.current) files.current.value = "";
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send(text);
      }}
    >
      <label htmlFor="question" className="unseen">
        Your question
      </label>
      <textarea
        id="question"
        value={text}
        rows={2}
        maxLength={65_536}
        placeholder="Ask something that can be worked out or looked up"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {(docs.length > 0 || refused.length > 0) && (
        <ul className="docs">
          {docs.map(({ name }) => (
            <li key={name}>
              {name}{" "}
              <button
                type="button"
                aria-label={`Remove ${name}`}
                onClick={() => setDocs(docs.filter((doc) => doc.name !== name))}
              >
                ×
              </button>
            </li>
          ))}
          {refused.map((why) => (
            <li key={why} className="bad" role="alert">
              {why}
            </li>
          ))}
        </ul>
      )}
      <div className="actions">
        <input
          ref={files}
          id="files"
          className="unseen"
          type="file"
          multiple
          accept=".txt,.md,.csv,.json,.html,text/*"
          onChange={(event) => void attach(event.target.files)}
        />
        <label htmlFor="files" className="quiet-button">
          Add texts to ask about
        </label>
        {busy ? (
          <button type="button" className="main-button" onClick={onCancel}>
            Stop
          </button>
        ) : (
          <button type="submit" className="main-button" disabled={text.trim() === ""}>
            Ask
          </button>
        )}
      </div>
      {fresh && !busy && (
        <ul className="samples" aria-label="Examples">
          {SAMPLES.map((sample) => (
            <li key={sample}>
              <button type="button" onClick={() => send(sample)}>
                {sample}
              </button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
