import { useChain } from "./chain/use-chain.ts";
import { count, span } from "./parts/amounts.ts";
import { useNow } from "./parts/use-now.ts";
import type { Route } from "./parts/use-route.ts";

const PAGES = [
  { page: "ask", href: "#/", text: "Ask" },
  { page: "blocks", href: "#/blocks", text: "Blocks" },
  { page: "subnet", href: "#/subnet", text: "Subnet" },
] as const;

export function Header({ page }: { readonly page: Route["page"] }) {
  return (
    <header>
      <a className="brand" href="#/">
        <Knot />
        Ganglion
      </a>
      <nav aria-label="Pages">
        {PAGES.map((each) => (
          <a
            key={each.page}
            href={each.href}
            aria-current={each.page === page ? "page" : undefined}
          >
            {each.text}
          </a>
        ))}
      </nav>
      <Height />
    </header>
  );
}

/** The block height as it grows, and whether it does. */
function Height() {
  const { state, blocks, heardAtMs } = useChain();
  const now = useNow(1_000);
  const [newest] = blocks;
  const words = {
    connecting: "connecting…",
    live: "live",
    quiet: `no block for ${span(now - heardAtMs)}`,
    lost: newest ? "connection lost, trying again" : "no connection, trying again",
  }[state];
  return (
    <p className={`height ${state}`}>
      <span className="dot" aria-hidden="true" />
      {newest && (
        <a href="#/blocks">
          <span className="label">block</span>{" "}
          <b key={newest.number} className="tick" data-testid="height">
            {count(newest.number)}
          </b>
        </a>
      )}
      {/* The number changes every second; only the state is worth an announcement. */}
      <span className="state" role="status" data-testid="state">
        {words}
      </span>
    </p>
  );
}

/** Threads that meet. */
function Knot() {
  return (
    <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth="2.2">
        <path d="M16 16 6 7M16 16 27 9M16 16 5 23M16 16l9 9" />
      </g>
      <g fill="currentColor">
        <circle cx="16" cy="16" r="5" />
        <circle cx="6" cy="7" r="3" />
        <circle cx="27" cy="9" r="3" />
        <circle cx="5" cy="23" r="3" />
        <circle cx="25" cy="25" r="3" />
      </g>
    </svg>
  );
}
