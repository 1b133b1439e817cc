export { type Said, Simulation, type SimulationOptions } from "./simulation.ts";
export {
  addressOf,
  type Playing,
  playNeuron,
  type SubnetWorld,
  subnetWorld,
} from "./subnet-world.ts";
