import { type AccountId, type Rao, rao, toSs58 } from "@ganglion/primitives";
import {
  type CallRef,
  type ChainClient,
  ChainError,
  refused,
  type Submitted,
  submit,
  transactionOf,
} from "@ganglion/sdk";
import pc from "picocolors";
import { tao } from "../options/amount.ts";
import { confirm } from "../options/ask.ts";
import { talk } from "../options/output-option.ts";
import { agreed, mayAsk, type PromptFlags, refuseShield } from "../options/prompt-option.ts";
import { CliError, EXIT } from "../output.ts";
import { needDevelopmentChain } from "./development.ts";
import type { SigningKey } from "./keys.ts";
import { hintFor } from "./refusal-hints.ts";

/** Something that is about to be done to the chain. */
export interface Operation {
  /** As a person says it: "Transfer τ1.5 to 5Grw…". */
  readonly title: string;
  /** What else should be known before agreeing. */
  readonly details: readonly (readonly [label: string, text: string])[];
  readonly call: CallRef;
  /** Free TAO that it takes, without the fee. */
  readonly spends?: bigint;
  /** What the JSON document says about it. */
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What became of an operation; fields of the JSON document. */
export interface Outcome extends Readonly<Record<string, unknown>> {
  /** Rao; what was paid, or the estimate of a dry run. */
  readonly fee: Rao | null;
  readonly extrinsicHash?: string;
  readonly block?: Submitted["block"];
}
export interface Done {
  readonly outcome: Outcome;
  /** Absent after a dry run. */
  readonly submitted: Submitted | undefined;
}

interface PaymentInfo {
  readonly partial_fee: bigint;
}

/** Fee of a call by the chain's own estimate, rao. */
export async function feeOf(client: ChainClient, call: CallRef, from: AccountId): Promise<Rao> {
  const transaction = transactionOf(client, call);
  const info = (await transaction.getPaymentInfo(toSs58(from))) as PaymentInfo;
  return rao(info.partial_fee);
}

/**
 * Shows what will be done, asks unless it was agreed to, signs, sends, waits for the block. One after the other.
 * @throws CliError NOT_ENOUGH_BALANCE, NOT_CONFIRMED, TIMEOUT; ChainError where the chain refuses
 */
export async function carryOut(
  client: ChainClient,
  flags: PromptFlags,
  plan: { readonly signer: SigningKey; readonly operations: readonly Operation[] },
): Promise<Done[]> {
  const { signer, operations } = plan;
  refuseShield(flags);
  if (signer.development)
    await needDevelopmentChain(client, `${signer.label} is known to everybody and signs`);
  const fees: Rao[] = [];
  for (const { call } of operations) fees.push(await feeOf(client, call, signer.account));
  show(flags, plan, fees);
  if (flags.dryRun)
    return operations.map(({ facts }, i) => ({
      outcome: { ...facts, dryRun: true, fee: fees[i]! },
      submitted: undefined,
    }));
  await affordable(client, plan, fees);
  await agree(flags, operations.length);
  const keypair = await signer.unlock();
  const done: Done[] = [];
  for (const operation of operations) {
    const submitted = await within(flags, operation, () =>
      submit(client, operation.call, {
        signer: keypair,
        ...(flags.period === undefined ? {} : { period: flags.period }),
      }),
    ).catch((thrown) => {
      throw explained(thrown, { done: done.length, all: operations.length });
    });
    ensureInnerSuccess(submitted, operation);
    const { extrinsicHash, block } = submitted;
    talk(flags, `${pc.green("done")} ${operation.title} — block ${block.number}`);
    const outcome = { ...operation.facts, fee: feePaid(submitted), extrinsicHash, block };
    done.push({ outcome, submitted });
  }
  return done;
}

/** As `carryOut`, for a command that does one thing. */
export async function carryOutOne(
  client: ChainClient,
  flags: PromptFlags,
  plan: { readonly signer: SigningKey; readonly operation: Operation },
): Promise<Done> {
  const { signer, operation } = plan;
  const [done] = await carryOut(client, flags, { signer, operations: [operation] });
  return done!;
}

function show(
  flags: PromptFlags,
  plan: { readonly signer: SigningKey; readonly operations: readonly Operation[] },
  fees: readonly Rao[],
): void {
  for (const [i, { title, details }] of plan.operations.entries()) {
    const rows = [
      ...details,
      ["Signed by", `${plan.signer.label} (${toSs58(plan.signer.account)})`],
      ["Fee", fees[i] === 0n ? "none" : `about ${tao(fees[i]!)}`],
    ] as const;
    const width = Math.max(...rows.map(([label]) => label.length));
    talk(flags, pc.bold(title));
    for (const [label, text] of rows) talk(flags, `  ${pc.dim(label.padEnd(width))}  ${text}`);
  }
}

async function affordable(
  client: ChainClient,
  plan: { readonly signer: SigningKey; readonly operations: readonly Operation[] },
  fees: readonly Rao[],
): Promise<void> {
  const spent = plan.operations.reduce((sum, { spends = 0n }) => sum + spends, 0n);
  const fee = fees.reduce<bigint>((sum, each) => sum + each, 0n);
  if (spent + fee === 0n) return;
  const free = await client.balance(plan.signer.account);
  // Without an amount of its own (unstaking) the chain may take the fee from what comes out.
  if (spent === 0n || free >= spent + fee) return;
  throw new CliError(
    "NOT_ENOUGH_BALANCE",
    `${plan.signer.label} has ${tao(free)}; this takes ${tao(spent)} and a fee of about ${tao(fee)}`,
    {
      exit: EXIT.refused,
      hint: "A smaller --amount; on development chains `ganglion faucet` fills the wallet.",
    },
  );
}

async function agree(flags: PromptFlags, count: number): Promise<void> {
  if (agreed(flags)) return;
  if (!mayAsk(flags))
    throw new CliError("NOT_CONFIRMED", "nobody is there to confirm it, nothing was sent", {
      exit: EXIT.usage,
      hint: "Add --yes (or --no-prompt) to do it without asking, --dry-run to look only.",
    });
  if (await confirm(count === 1 ? "Do it?" : `Do these ${count} things?`)) return;
  throw new CliError("CANCELLED", "cancelled, nothing was sent", { exit: EXIT.refused });
}

async function within<T>(
  flags: PromptFlags,
  operation: Operation,
  send: () => Promise<T>,
): Promise<T> {
  const { timeout = 180 } = flags;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new CliError("TIMEOUT", `${operation.title}: in no final block within ${timeout} s`, {
            exit: EXIT.cannotStart,
            hint: "It was sent and may still be included: look before sending it again. Does the chain make blocks?",
          }),
        ),
      timeout * 1000,
    );
  });
  try {
    return await Promise.race([send(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A refusal in the chain's word, with what to do about it, and how far a list of operations came. */
function explained(
  thrown: unknown,
  numbers: { readonly done: number; readonly all: number },
): unknown {
  if (!(thrown instanceof ChainError)) return thrown;
  const { reason, message } = thrown;
  const hint = thrown.hint ?? hintFor(reason);
  const before = numbers.done === 0 ? "" : ` (${numbers.done} of ${numbers.all} were done before)`;
  return new ChainError(thrown.code, `${message}${before}`, {
    ...(reason === undefined ? {} : { reason }),
    ...(hint === undefined ? {} : { hint }),
    cause: thrown.cause,
  });
}

/** A call inside Sudo can fail while the extrinsic around it succeeds. */
function ensureInnerSuccess({ events }: Submitted, operation: Operation): void {
  const sudid = events.find(({ type }) => type === "Sudo.Sudid");
  if (!sudid) return;
  const { sudo_result: result } = sudid.value as {
    sudo_result: { readonly success: boolean; readonly value: unknown };
  };
  if (!result.success) throw explained(refused(result.value, operation.title), { done: 0, all: 1 });
}

function feePaid({ events }: Submitted): Rao | null {
  const paid = events.find(({ type }) => type === "TransactionPayment.TransactionFeePaid");
  const fee = (paid?.value as { actual_fee?: bigint } | undefined)?.actual_fee;
  return fee === undefined ? null : rao(fee);
}
