import type { Subnet } from "@ganglion/sdk";
import { GRADIENT_ATTACKS, GRADIENT_VALIDATOR_ATTACKS } from "./attack-names.ts";
import { DEFAULT_CONFIG, type MarketConfig } from "./config.ts";
import { gradientDoor } from "./door.ts";

/** A gradient market of these terms; all of its neurons must have the same. The engine is loaded when one starts. */
export const gradientSubnet = (config: MarketConfig): Subnet => ({
  name: "gradient",
  title: "Gradient market",
  summary: "Miners train one model together and are paid by how much their updates lower its loss.",
  miner: {
    backends: ["builtin"],
    options: [
      {
        name: "lane",
        what: "how it works: by the book, so that it can be replayed, or by a method of its own, which must be better",
        choices: ["reference", "free"],
        default: "reference",
      },
    ],
    attacks: GRADIENT_ATTACKS,
    start: async (place) => (await import("./miner.ts")).startGradientMiner(config, place),
  },
  validator: {
    options: [],
    attacks: GRADIENT_VALIDATOR_ATTACKS,
    roundEveryBlocks: config.windowBlocks,
    start: async (place) => (await import("./validator.ts")).startGradientValidator(config, place),
  },
  door: gradientDoor,
  demo: { miners: ["north", "south", "east", "west"].map((name) => ({ name })) },
});

export const gradient: Subnet = gradientSubnet(DEFAULT_CONFIG);
