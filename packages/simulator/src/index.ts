export {
  type AttackRow,
  attackSuite,
  type SuiteOptions,
  type SuiteReport,
} from "./attack-suite.ts";
export { type Said, Simulation, type SimulationOptions } from "./simulation.ts";
export {
  addressOf,
  type Playing,
  playNeuron,
  type SubnetWorld,
  subnetWorld,
} from "./subnet-world.ts";
