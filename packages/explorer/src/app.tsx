import { useEffect, useRef } from "react";
import { AskPage } from "./ask/ask-page.tsx";
import { BlocksPage } from "./blocks/blocks-page.tsx";
import { ChainProvider, useFollowedChain } from "./chain/use-chain.ts";
import { Header } from "./header.tsx";
import { useRoute } from "./parts/use-route.ts";
import { SubnetPage } from "./subnet/subnet-page.tsx";

const TITLES = { ask: "Ask", blocks: "Blocks", subnet: "Subnet" } as const;

export function App() {
  const chain = useFollowedChain();
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    document.title = `${TITLES[route.page]} · Ganglion`;
    // Whoever navigates by keyboard or ear goes on reading at the new page's beginning.
    if (!first.current) main.current?.focus({ preventScroll: true });
    first.current = false;
  }, [route.page]);
  return (
    <ChainProvider value={chain}>
      <button type="button" className="skip" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <Header page={route.page} />
      <main id="main" ref={main} tabIndex={-1}>
        {route.page === "ask" && <AskPage queryId={route.query} />}
        {route.page === "blocks" && <BlocksPage />}
        {route.page === "subnet" && <SubnetPage name={route.name} />}
      </main>
      <footer>
        <p>
          Ganglion, a Bittensor network on your machine.
          {chain.rpc && (
            <>
              {" "}
              Wallets and SDKs connect to <code>{chain.rpc}</code>.
            </>
          )}{" "}
          The API of this page speaks OpenAI under <code>{window.location.origin}/v1</code>.
        </p>
      </footer>
    </ChainProvider>
  );
}
