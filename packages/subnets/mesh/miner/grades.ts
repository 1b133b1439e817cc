/** What the builtin miner takes in of a prompt: all of it, sizes alone, or only which thing it is. */
export const GRADES = ["full", "weak", "template"] as const;
export type Grade = (typeof GRADES)[number];
