export { type PromptingWorld, promptingWorld } from "./prompting.ts";
export { type Said, Simulation, type SimulationOptions } from "./simulation.ts";
