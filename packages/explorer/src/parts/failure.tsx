import type { GatewayFailure } from "../api/gateway.ts";

/** What went wrong, and what to do about it. */
export function Failure({ of }: { readonly of: GatewayFailure }) {
  return (
    <div className="failure" role="alert">
      <p>{of.message}</p>
      {of.hint && <p className="muted">{of.hint}</p>}
    </div>
  );
}
