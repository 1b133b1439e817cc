export { type Random, randomFrom, type Seed, seedBytes } from "@ganglion/sdk";
