import { type Ctx, ensure, type HoldReason, Refusal, tolerate } from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, type Hash, hash } from "@ganglion/primitives";
import { hold, releaseBestEffort } from "../balances/holds.ts";
import { unreserve } from "../balances/reserve.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import { PreimageFor, RequestStatusFor, StatusFor } from "./storage.ts";
import { MAX_SIZE, type RequestStatus } from "./types.ts";

// Source: pallet_preimage lib.rs; deposits: runtime/src/lib.rs, deposit(2, 64) and deposit(0, 1)

const HOLD: HoldReason = { pallet: "Preimage", reason: "Preimage" };
const BASE_DEPOSIT = 104_000_000n;
const BYTE_DEPOSIT = 1_000_000n;
const U32_MAX = 0xffff_ffff;

type Ticket = readonly [AccountId, bigint];

/** @throws Refusal as `hold` */
function takeDeposit(ctx: Ctx, who: AccountId, length: number): Ticket {
  const amount = BYTE_DEPOSIT * BigInt(length) + BASE_DEPOSIT;
  hold(ctx, HOLD, who, amount);
  return [who, amount];
}

/** A deposit that can't be given back stays held. */
function giveBack(ctx: Ctx, [who, amount]: Ticket): void {
  tolerate(() => releaseBestEffort(ctx, HOLD, who, amount));
}

/**
 * Moves a status of old to where it is stored now, and its deposit from a reserve to a hold. One whose
 * deposit can't be taken anew is lost.
 * @returns true if there was one
 */
export function ensureUpdated(ctx: Ctx, at: Hash): boolean {
  const old = StatusFor.get(ctx, at);
  if (old === undefined) return false;
  StatusFor.remove(ctx, at);
  const { deposit, len } = old.value;
  if (deposit) unreserve(ctx, deposit[0], deposit[1]);
  const ticket =
    deposit && len !== undefined ? tolerate(() => takeDeposit(ctx, deposit[0], len)) : undefined;
  if (ticket instanceof Refusal) return true;
  RequestStatusFor.set(
    ctx,
    at,
    old.type === "Unrequested"
      ? { type: "Unrequested", value: { ticket: ticket!, len: old.value.len } }
      : {
          type: "Requested",
          value: { maybeTicket: ticket, count: old.value.count, maybeLen: len },
        },
  );
  return true;
}

function statusOf(ctx: Ctx, at: Hash): RequestStatus | undefined {
  ensureUpdated(ctx, at);
  return RequestStatusFor.get(ctx, at);
}

/** Length of what is noted under a hash, if anything is. */
export function notedLength(ctx: Ctx, at: Hash): number | undefined {
  const status = statusOf(ctx, at);
  return status?.type === "Requested" ? status.value.maybeLen : status?.value.len;
}

/**
 * Stores bytes under their hash. Without a depositor the chain wants them itself, if nobody did before:
 * a second request is not counted.
 * @returns the hash, and whether the chain wants the bytes: then they cost nothing
 * @throws Refusal TooBig, AlreadyNoted, and as `hold`
 */
export function noteBytes(
  ctx: Ctx,
  bytes: Uint8Array,
  depositor: AccountId | undefined,
): { readonly hash: Hash; readonly requested: boolean } {
  const at = hash(blake2_256Hex(bytes));
  const len = bytes.length;
  ensure(len <= MAX_SIZE, Errors.TooBig);
  const status = noted(ctx, statusOf(ctx, at), { depositor, len });
  RequestStatusFor.set(ctx, at, status);
  PreimageFor.set(ctx, [at, len], bytes);
  ctx.deposit(Events.Noted({ hash: at }));
  return { hash: at, requested: status.type === "Requested" };
}

function noted(
  ctx: Ctx,
  before: RequestStatus | undefined,
  { depositor, len }: { readonly depositor: AccountId | undefined; readonly len: number },
): RequestStatus {
  if (before?.type === "Requested")
    return { type: "Requested", value: { ...before.value, maybeLen: len } };
  if (before) {
    ensure(depositor === undefined, Errors.AlreadyNoted);
    const { ticket } = before.value;
    return {
      type: "Requested",
      value: { maybeTicket: ticket, count: 1, maybeLen: before.value.len },
    };
  }
  if (depositor === undefined)
    return { type: "Requested", value: { maybeTicket: undefined, count: 1, maybeLen: len } };
  return { type: "Unrequested", value: { ticket: takeDeposit(ctx, depositor, len), len } };
}

/** The chain wants the bytes of a hash once more; who noted them can't take them away then. */
export function requestPreimage(ctx: Ctx, at: Hash): void {
  const before = statusOf(ctx, at);
  const value =
    before?.type === "Requested"
      ? { ...before.value, count: Math.min(before.value.count + 1, U32_MAX) }
      : { maybeTicket: before?.value.ticket, count: 1, maybeLen: before?.value.len };
  RequestStatusFor.set(ctx, at, { type: "Requested", value });
  if (value.count === 1) ctx.deposit(Events.Requested({ hash: at }));
}

/**
 * Takes a preimage back.
 * @param who by whom; root may for anybody
 * @throws Refusal NotNoted, NotAuthorized, NotRequested
 */
export function unnotePreimage(ctx: Ctx, at: Hash, who: AccountId | undefined): void {
  const status = statusOf(ctx, at);
  ensure(status, Errors.NotNoted);
  const ticket = status.type === "Unrequested" ? status.value.ticket : status.value.maybeTicket;
  ensure(who === undefined || who === ticket?.[0], Errors.NotAuthorized);
  if (ticket) giveBack(ctx, ticket);
  if (status.type === "Unrequested") clear(ctx, at, status.value.len);
  else if (ticket)
    RequestStatusFor.set(ctx, at, {
      ...status,
      value: { ...status.value, maybeTicket: undefined },
    });
  else unrequestPreimage(ctx, at);
}

/**
 * The chain wants the bytes of a hash once less. When it doesn't want them any more they go, unless
 * somebody paid for them: then they are that one's to take back.
 * @throws Refusal NotRequested
 */
export function unrequestPreimage(ctx: Ctx, at: Hash): void {
  const status = statusOf(ctx, at);
  ensure(status?.type === "Requested", Errors.NotRequested);
  const { count, maybeTicket: ticket, maybeLen: len } = status.value;
  if (count > 1)
    RequestStatusFor.set(ctx, at, { ...status, value: { ...status.value, count: count - 1 } });
  else if (len === undefined) RequestStatusFor.remove(ctx, at);
  else if (ticket) RequestStatusFor.set(ctx, at, { type: "Unrequested", value: { ticket, len } });
  else clear(ctx, at, len);
}

function clear(ctx: Ctx, at: Hash, len: number): void {
  RequestStatusFor.remove(ctx, at);
  PreimageFor.remove(ctx, [at, len]);
  ctx.deposit(Events.Cleared({ hash: at }));
}
