import { useState } from "react";
import { shortKey } from "./amounts.ts";

/** A key or hash, shortened; a click copies the whole of it. */
export function Key({ of, what }: { readonly of: string; readonly what: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    // Without permission nothing happens; the title still has it.
    navigator.clipboard?.writeText(of).then(
      () => {
        setCopied(true);
        setTimeout(() => setCopied(false), 1_200);
      },
      () => undefined,
    );
  };
  return (
    <button
      type="button"
      className="key"
      title={`${of}\nClick to copy`}
      aria-label={`Copy ${what} ${of}`}
      onClick={copy}
    >
      {copied ? "copied" : shortKey(of)}
    </button>
  );
}
