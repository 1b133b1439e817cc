/** A share in 0 to 1, drawn; the number stands beside it, so it says nothing to a reader of the screen. */
export function ShareBar({ share }: { readonly share: number }) {
  return (
    <span className="bar" aria-hidden="true">
      <span style={{ width: `${Math.max(0, Math.min(1, share)) * 100}%` }} />
    </span>
  );
}
