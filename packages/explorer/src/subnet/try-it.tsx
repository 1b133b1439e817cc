import { useState } from "react";
import { GatewayFailure, gateway, type Reply } from "../api/gateway.ts";
import { Failure } from "../parts/failure.tsx";

/** Asks a subnet in its own form: the body of `POST /v1/subnets/NAME`, filled in with its example. */
export function TryIt({ name, example }: { readonly name: string; readonly example: unknown }) {
  const [body, setBody] = useState(JSON.stringify(example, null, 2));
  const [busy, setBusy] = useState(false);
  const [reply, setReply] = useState<Reply>();
  const [failure, setFailure] = useState<GatewayFailure>();
  const send = async () => {
    setBusy(true);
    setFailure(undefined);
    setReply(undefined);
    try {
      setReply(await gateway.task(name, body));
    } catch (error) {
      setFailure(
        error instanceof GatewayFailure ? error : new GatewayFailure(String(error), { status: 0 }),
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <section className="try" aria-labelledby="try">
      <h2 id="try">Ask it</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <label>
          <span className="unseen">The question, as JSON</span>
          <textarea
            spellCheck={false}
            className="code"
            value={body}
            onChange={(event) => setBody(event.target.value)}
          />
        </label>
        <div className="actions">
          <small>
            <code>POST /v1/subnets/{name}</code>
          </small>
          <button type="submit" className="main-button" disabled={busy}>
            {busy ? "Asking…" : "Ask"}
          </button>
        </div>
      </form>
      {failure && <Failure of={failure} />}
      {reply && <Shown reply={reply} name={name} />}
    </section>
  );
}

function Shown({ reply, name }: { readonly reply: Reply; readonly name: string }) {
  const { text, picture, file } = reply;
  return (
    <div className="card" data-testid="reply">
      {picture && <img src={picture} alt="What the answer looks like" />}
      {text && <pre className="code">{text}</pre>}
      {file && (
        <a href={file.href} download={`${name}.${file.ending}`}>
          Download as .{file.ending}
        </a>
      )}
    </div>
  );
}
