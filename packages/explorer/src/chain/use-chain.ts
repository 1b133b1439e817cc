import { createContext, useContext, useEffect, useState } from "react";
import { gateway } from "../api/gateway.ts";
import type { Block, ChainView } from "../api/shapes.ts";

/** `connecting`: nothing known yet. `quiet`: blocks are overdue. `lost`: the gateway or its chain is away. */
export type ChainState = "connecting" | "live" | "quiet" | "lost";

export interface Chain {
  readonly state: ChainState;
  /** The newest first. */
  readonly blocks: readonly Block[];
  readonly rpc: string | null;
  readonly genesis: string | null;
  /** When a block was last heard of, by the browser's clock. */
  readonly heardAtMs: number;
}

const KEEP = 60;
const PATIENCE_MS = 10_000;
const RETRY_MS = 2_000;

export const NO_CHAIN: Chain = {
  state: "connecting",
  blocks: [],
  rpc: null,
  genesis: null,
  heardAtMs: 0,
};
const ChainContext = createContext<Chain>(NO_CHAIN);
export const ChainProvider = ChainContext.Provider;
export const useChain = (): Chain => useContext(ChainContext);

/** Milliseconds between blocks as the last ones came; undefined if that can't be told. */
export function blockInterval(blocks: readonly Block[]): number | undefined {
  const times = blocks.slice(0, 12).flatMap(({ timeMs }) => (timeMs === null ? [] : [timeMs]));
  if (times.length < 3) return undefined;
  return (times[0]! - times.at(-1)!) / (times.length - 1);
}

/** Blocks with a newer one; a chain that began anew shares none with the old ones. */
export function withBlock(blocks: readonly Block[], block: Block): readonly Block[] {
  const [newest] = blocks;
  if (newest && block.number <= newest.number) {
    const known = blocks.find(({ number }) => number === block.number);
    return known?.hash === block.hash ? blocks : [block];
  }
  return [block, ...blocks].slice(0, KEEP);
}

/** Follows the chain through the gateway's events, and says when that fails. */
export function useFollowedChain(): Chain {
  const [chain, setChain] = useState<Chain>(NO_CHAIN);
  useEffect(() => {
    let source: EventSource | undefined;
    let retry: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const take = (view: ChainView) =>
      setChain((before) => ({
        ...before,
        state: view.connected ? before.state : "lost",
        rpc: view.rpc,
        genesis: view.genesis,
        blocks:
          before.genesis === null || before.genesis === view.genesis
            ? [...view.blocks].reverse().reduce(withBlock, before.blocks)
            : view.blocks,
      }));
    const lost = () => setChain((before) => ({ ...before, state: "lost" }));
    const look = () => gateway.chain().then((view) => !over && take(view), lost);
    const open = () => {
      source = new EventSource("/v1/chain/events");
      source.addEventListener("open", () => void look());
      source.addEventListener("block", ({ data }) => {
        const block = JSON.parse(data as string) as Block;
        setChain((before) => ({
          ...before,
          state: "live",
          heardAtMs: Date.now(),
          blocks: withBlock(before.blocks, block),
        }));
      });
      source.addEventListener("error", () => {
        lost();
        // The browser tries again by itself after a broken connection, but not after a refusal.
        if (source?.readyState !== EventSource.CLOSED || over) return;
        retry = setTimeout(open, RETRY_MS);
      });
    };
    open();
    const watch = setInterval(() => {
      setChain((before) => {
        const patience = Math.max(PATIENCE_MS, 4 * (blockInterval(before.blocks) ?? 0));
        const overdue = before.state === "live" && Date.now() - before.heardAtMs > patience;
        if (overdue) void look();
        return overdue ? { ...before, state: "quiet" } : before;
      });
    }, 1_000);
    return () => {
      over = true;
      source?.close();
      clearTimeout(retry);
      clearInterval(watch);
    };
  }, []);
  return chain;
}
