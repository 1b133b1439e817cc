import {
  type AnyCall,
  Context,
  dispatchCall,
  type Origin,
  type Pallet,
  ROOT,
  type RuntimeCall,
  State,
  signed,
} from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { concatBytes, type Hash, hash, rao } from "@ganglion/primitives";
import { type AnyCodec, encode, snakeCase, u64 } from "@ganglion/scale";
import { dispatchUnfiltered } from "../dispatch.ts";
import { AdminUtils } from "../pallets/admin-utils/pallet.ts";
import "../pallets/aura/pallet.ts";
import { Authorities } from "../pallets/aura/slot.ts";
import "../pallets/balances/pallet.ts";
import { TotalIssuance } from "../pallets/balances/storage.ts";
import "../pallets/commitments/pallet.ts";
import "../pallets/drand/pallet.ts";
import { onInitialize } from "../pallets/subtensor/hooks.ts";
import { SubtensorModule } from "../pallets/subtensor/pallet.ts";
import { Swap } from "../pallets/swap/pallet.ts";
import "../pallets/system/pallet.ts";
import { Account, Number as BlockNumber, ParentHash } from "../pallets/system/storage.ts";
import { NO_ACCOUNT } from "../pallets/system/types.ts";
import { SPEC_VERSION } from "../pallets/system/version.ts";
import { accountOf } from "./accounts.ts";
import { writeEntry } from "./flat.ts";
import { fromPlain, type Plain } from "./plain.ts";

/** Gets the swap fees. */
const AUTHOR = 250;
/** Names of arguments that scenarios write shorter. */
const SHORT: Readonly<Record<string, string>> = {
  amount_staked: "amount",
  amount_unstaked: "amount",
  alpha_amount: "amount",
  new_root_claim_type: "type",
  new_value: "value",
};
const CALLS: ReadonlyMap<string, AnyCall> = new Map(
  (
    [
      ["", SubtensorModule],
      ["AdminUtils.", AdminUtils],
      ["Swap.", Swap],
    ] as readonly (readonly [string, Pallet])[]
  ).flatMap(([prefix, { calls }]) =>
    Object.values<AnyCall>(calls).map((call) => [prefix + call.name, call] as const),
  ),
);

export type Args = Readonly<Record<string, Plain>>;

/** A chain in memory that does what scenarios write: entries of its state, blocks, calls by their names. */
export class ReplayChain {
  readonly ctx: Context;

  constructor() {
    this.ctx = new Context({
      state: new State({ get: () => undefined, keys: () => [] }),
      chain: { fast: false, faucet: false },
      specVersion: SPEC_VERSION,
      block: 0n,
      // Guards and filter are not run: scenarios were recorded without them.
      dispatcher: (ctx, origin, call) => dispatchCall(ctx as Context, origin, call),
    });
    Authorities.set(this.ctx, [accountOf(AUTHOR)]);
  }

  /** Writes entries of a state, the derived ones where they are storage underneath. */
  write(entries: Readonly<Record<string, Plain>>): void {
    for (const [entry, plain] of Object.entries(entries)) {
      if (writeEntry(this.ctx, entry, plain)) continue;
      const free = /^free\[(.*)\]$/.exec(entry);
      if (free) {
        const who = accountOf(free[1]!);
        if (plain === null) Account.remove(this.ctx, who);
        else
          Account.set(this.ctx, who, {
            ...NO_ACCOUNT,
            providers: 1,
            data: { ...NO_ACCOUNT.data, free: BigInt(plain as string) },
          });
      } else if (entry === "balances_total_issuance")
        TotalIssuance.set(this.ctx, rao(BigInt(plain as string)));
      else if (entry === "block") this.jump(BigInt(plain as string));
      else if (!/^(price|stake|network_lock_cost)/.test(entry))
        throw new RangeError(`no storage item ${entry}`);
    }
  }

  jump(block: bigint): void {
    this.ctx.block = block;
    BlockNumber.set(this.ctx, Number(block));
  }

  /** One block after the other, each with a parent hash made of the seed and its number. */
  nextBlocks(count: number, seed: bigint): void {
    for (let i = 0; i < count; i++) {
      const number = this.ctx.block + 1n;
      this.nextBlock(hash(blake2_256Hex(concatBytes(encode(u64, seed), encode(u64, number)))));
    }
  }

  nextBlock(parentHash: Hash): void {
    // A record of several blocks lists the events of the last one: the chain keeps no others.
    this.ctx.events.length = 0;
    this.jump(this.ctx.block + 1n);
    ParentHash.set(this.ctx, parentHash);
    onInitialize(this.ctx);
  }

  /** The call that a step writes. */
  call(op: string, args: Args): RuntimeCall | undefined {
    const call = CALLS.get(op);
    return call && runtimeCall(call, args);
  }

  /** Runs a call, of another pallet than SubtensorModule by `Pallet.call`; "ok" or the refusal's name. */
  dispatch(op: string, args: Args): string {
    const call = this.call(op, args);
    if (!call) throw new RangeError(`no call ${op}`);
    const who = args["who"] as number | "root";
    const origin: Origin = who === "root" ? ROOT : signed(accountOf(who));
    const result = dispatchUnfiltered(this.ctx, origin, call);
    return result.ok ? "ok" : result.refusal.label;
  }
}

/** What the call doesn't take says nothing to it. @throws RangeError if an argument is missing that has no empty value */
function runtimeCall(call: AnyCall, args: Args): RuntimeCall {
  const values = Object.entries(call.args as Record<string, AnyCodec>).map(([name, codec]) => {
    const wire = snakeCase(name);
    const plain = args[wire] ?? args[SHORT[wire] ?? ""] ?? null;
    if (plain === null && !codec.type.name.startsWith("Option<"))
      throw new RangeError(`${call.name}: the step has no argument ${wire}`);
    return [name, fromPlain(codec, plain)] as const;
  });
  return { call, args: Object.fromEntries(values) };
}
