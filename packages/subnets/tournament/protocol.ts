import { defineSynapse, type ReadAnswer } from "@ganglion/sdk";
import { z } from "zod";

/** What a training may cost: tokens that it sees, and parameters that it has. */
export const BUDGET = { tokens: 8_192, parameters: 120_000 } as const;

const int = (low: number, high: number) => z.number().int().min(low).max(high);
const shape = z
  .object({
    width: int(8, 96),
    layers: int(1, 4),
    heads: int(1, 8),
    context: int(16, 128),
    rows: int(1, 32),
    steps: int(1, 512),
    learningRate: z.number().min(1e-5).max(0.1),
    maxNorm: z.number().min(0.01).max(100).default(1),
    weightDecay: z.number().min(0).max(1).default(0.01),
    beta1: z.number().min(0).max(0.999).default(0.9),
    beta2: z.number().min(0).max(0.9999).default(0.95),
  })
  .strict();

/** How a model is to be trained: its shape, and AdamW's settings. */
export type TrainingConfig = z.infer<typeof shape>;

/** Parameters of a shape: what the engine's layout comes to. */
export const parametersOf = ({ width, layers, context }: TrainingConfig): number =>
  256 * width + context * width + layers * (12 * width * width + 2 * width) + width;

/** A configuration that may be trained, or why not. Never throws. */
export function readConfig(value: unknown): ReadAnswer<TrainingConfig> {
  const result = shape.safeParse(value);
  if (!result.success) {
    const [first] = result.error.issues;
    const field = first?.path.join(".") || "config";
    const reason = `${field.replace(/\W/g, "_").toLowerCase().slice(0, 40)}_invalid`;
    return { ok: false, reason, detail: `${field}: ${first?.message ?? "not as declared"}` };
  }
  const config = result.data;
  const refused = (reason: string, detail: string) => ({ ok: false as const, reason, detail });
  if (config.width % (8 * config.heads) !== 0)
    return refused("width_not_divisible", "width is a multiple of 8 x heads");
  if (config.context % 8 !== 0)
    return refused("context_not_divisible", "context is a multiple of 8");
  if (config.steps * config.rows * config.context > BUDGET.tokens)
    return refused("over_token_budget", `steps x rows x context is at most ${BUDGET.tokens}`);
  if (parametersOf(config) > BUDGET.parameters)
    return refused("too_many_parameters", `a model has at most ${BUDGET.parameters} parameters`);
  return { ok: true, value: config };
}

export interface TournamentRequest {
  /** Tokens that a training may see. */
  readonly tokens: number;
  /** Of this round, in hex: so that a configuration can't be that of another round by chance. */
  readonly round: string;
}

/** The name is the route of miners' axons and the class in Python. */
export const tournamentSynapse = defineSynapse<TournamentRequest, Record<string, unknown>>({
  name: "TournamentEntry",
  request: z.object({ tokens: int(1, 1_000_000_000), round: z.string().regex(/^[0-9a-f]{16}$/) }),
  answer: z.record(z.string(), z.unknown()),
  hashFields: ["tokens", "round"],
});

/** Two configurations that train the same way up to a hundredth are one. */
export function sameConfig(a: TrainingConfig, b: TrainingConfig): boolean {
  return (Object.keys(a) as (keyof TrainingConfig)[]).every((key) => {
    const [x, y] = [a[key], b[key]];
    return Math.abs(x - y) <= 0.01 * Math.max(Math.abs(x), Math.abs(y));
  });
}
