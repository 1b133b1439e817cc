import { type KitOption, type NeuronPlace, outside, type Subnet } from "@ganglion/sdk";
import { GRADIENT_ATTACKS, GRADIENT_VALIDATOR_ATTACKS } from "./attack-names.ts";
import { DEFAULT_CONFIG, type MarketConfig } from "./config.ts";
import { gradientDoor } from "./door.ts";

const TEXTS: KitOption = {
  name: "texts",
  placeholder: "dir",
  what: "folder of .txt and .md files to train on, at least three of 1 kB; all neurons of a market need the same (default: addresses to Congress, 1790 to 1859)",
};

function withTexts(config: MarketConfig, { options }: NeuronPlace): MarketConfig {
  const texts = options["texts"];
  return typeof texts === "string" ? { ...config, texts } : config;
}

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
      TEXTS,
    ],
    attacks: GRADIENT_ATTACKS,
    async start(place) {
      const { startGradientMiner } = await outside(place.env, import("./miner.ts"));
      return startGradientMiner(withTexts(config, place), place);
    },
  },
  validator: {
    options: [TEXTS],
    attacks: GRADIENT_VALIDATOR_ATTACKS,
    roundEveryBlocks: config.windowBlocks,
    async start(place) {
      const { startGradientValidator } = await outside(place.env, import("./validator.ts"));
      return startGradientValidator(withTexts(config, place), place);
    },
  },
  door: gradientDoor,
  demo: { miners: ["north", "south", "east", "west"].map((name) => ({ name })) },
});

export const gradient: Subnet = gradientSubnet(DEFAULT_CONFIG);
