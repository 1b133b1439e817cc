import { findCall, type RuntimeCall } from "@ganglion/frame";
import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, hash } from "@ganglion/primitives";
import { Crowdloan, Preimage } from "@ganglion/runtime";
import { S, type Scene, TAO } from "../scene.ts";
import { inPallet, type Makers } from "./maker.ts";

const C = Crowdloan.storage;
/** Crowdloans at the same time: what each raises is out of play until it ends. */
const MOST = 6;
const DEPOSIT = 10n * TAO;

type Running = ReturnType<typeof running>[number];
/** Those that are not finalized. */
const running = (scene: Scene) =>
  C.Crowdloans.entries(scene.ctx).flatMap(([[crowdloanId], info]) =>
    info.finalized ? [] : [{ crowdloanId, ...info }],
  );
const one = (scene: Scene, passes: (each: Running) => boolean): Running | undefined =>
  scene.seek(running(scene), (each) => scene.acts(each.creator) && passes(each));
const ended = (scene: Scene, { end }: Running): boolean => scene.ctx.block >= end;

/** What is done in the end: mostly somebody is paid, now and then a subnet leased or something told. */
function purpose(scene: Scene): { call?: RuntimeCall; targetAddress?: AccountId; cap: bigint } {
  const { random, ctx } = scene;
  const cap = DEPOSIT + random.amount(30n * TAO);
  const isLease = S.SubnetLeases.keysOf(ctx).length === 0 && random.chance(0.4);
  if (isLease) {
    const endBlock = random.chance(0.9) ? Number(ctx.block) + random.between(300, 600) : undefined;
    const args = { emissionsShare: random.between(0, 100), endBlock };
    return {
      call: { call: findCall("SubtensorModule", "register_leased_network"), args },
      cap: 2n * S.NetworkLastLockCost.get(ctx) + random.amount(20n * TAO),
    };
  }
  if (random.chance(0.85)) return { targetAddress: random.pick(scene.coldkeys)!, cap };
  // Of two lengths: one is stored where it is used, the other as a preimage that several may share.
  const args = { remark: new Uint8Array(random.pick([4, 200])!) };
  return { call: { call: findCall("System", "remark_with_event"), args }, cap: DEPOSIT + TAO };
}

export const crowdloans: Makers = inPallet("Crowdloan", {
  create(scene) {
    const who = scene.coldkey(20n * TAO);
    if (who === undefined || running(scene).length >= MOST) return undefined;
    const terms = { call: undefined, targetAddress: undefined, ...purpose(scene) };
    const end = Number(scene.ctx.block) + scene.random.between(50, 150);
    const minContribution = TAO / 10n + scene.random.amount(TAO);
    return { who, args: { deposit: DEPOSIT, minContribution, end, ...terms } };
  },
  contribute(scene) {
    const takes = (each: Running): boolean => each.raised < each.cap && !ended(scene, each);
    // Those with a call first: there are few.
    const open = one(scene, (each) => takes(each) && each.call !== undefined) ?? one(scene, takes);
    if (!open) return undefined;
    const { crowdloanId, minContribution, cap, raised } = open;
    const left = cap - raised;
    const amount = scene.random.chance(0.8) ? left : scene.random.amount(left);
    const paid = amount > minContribution ? amount : minContribution;
    const who = scene.coldkey(paid + TAO);
    return who && { who, args: { crowdloanId, amount: paid } };
  },
  withdraw(scene) {
    const open = one(scene, () => scene.random.chance(0.3));
    const given = open && C.Contributions.keysOf(scene.ctx, open.crowdloanId);
    const who = given && scene.random.pick(given)?.[1];
    return who && scene.acts(who) ? { who, args: { crowdloanId: open!.crowdloanId } } : undefined;
  },
  finalize(scene) {
    const full = one(scene, (each) => each.raised === each.cap);
    return full && { who: full.creator, args: { crowdloanId: full.crowdloanId } };
  },
  refund(scene) {
    const failed = one(scene, (each) => ended(scene, each) && each.contributorsCount > 1);
    return failed && { who: failed.creator, args: { crowdloanId: failed.crowdloanId } };
  },
  dissolve(scene) {
    const failed = one(scene, (each) => ended(scene, each) && each.contributorsCount === 1);
    return failed && { who: failed.creator, args: { crowdloanId: failed.crowdloanId } };
  },
  update_min_contribution(scene) {
    const open = one(scene, () => scene.random.chance(0.2));
    const newMinContribution = TAO / 10n + scene.random.amount(TAO);
    return (
      open && { who: open.creator, args: { crowdloanId: open.crowdloanId, newMinContribution } }
    );
  },
  update_end(scene) {
    const open = one(scene, () => scene.random.chance(0.1));
    const newEnd = Number(scene.ctx.block) + scene.random.between(50, 100);
    return open && { who: open.creator, args: { crowdloanId: open.crowdloanId, newEnd } };
  },
  update_cap(scene) {
    // What is for a lease needs all of it.
    const open = one(scene, ({ call }) => call === undefined && scene.random.chance(0.2));
    if (!open) return undefined;
    const newCap = open.raised + scene.random.amount(20n * TAO);
    return { who: open.creator, args: { crowdloanId: open.crowdloanId, newCap } };
  },
  set_max_contribution(scene) {
    const open = one(scene, () => scene.random.chance(0.2));
    if (!open) return undefined;
    const { crowdloanId, creator: who, cap } = open;
    return { who, args: { crowdloanId, newMaxContribution: scene.random.pick([undefined, cap]) } };
  },
});

export const leases: Makers = inPallet("SubtensorModule", {
  terminate_lease(scene) {
    const found = scene.seek(
      S.SubnetLeases.entries(scene.ctx),
      ([, { beneficiary, endBlock }]) =>
        endBlock !== undefined && endBlock <= scene.ctx.block && scene.acts(beneficiary),
    );
    if (!found) return undefined;
    const [[leaseId], { beneficiary: who }] = found;
    const hotkey = scene.random.pick(S.OwnedHotkeys.get(scene.ctx, who));
    return hotkey && { who, args: { leaseId, hotkey } };
  },
});

/** Few, so that they are noted again, wanted, and taken back. */
const bytesOf = (n: number): Uint8Array => new Uint8Array(20).fill(n);
const hashOf = (n: number) => hash(blake2_256Hex(bytesOf(n)));
const KINDS = 4;

export const preimages: Makers = inPallet("Preimage", {
  note_preimage(scene) {
    const who = scene.random.chance(0.9) ? scene.coldkey(TAO) : "root";
    return who && { who, args: { bytes: bytesOf(scene.random.below(KINDS)) } };
  },
  unnote_preimage(scene) {
    const n = scene.random.below(KINDS);
    const status = Preimage.storage.RequestStatusFor.get(scene.ctx, hashOf(n));
    const ticket = status?.type === "Requested" ? status.value.maybeTicket : status?.value.ticket;
    if (!status) return undefined;
    const who = ticket && scene.acts(ticket[0]) ? ticket[0] : "root";
    return { who, args: { hash: hashOf(n) } };
  },
  request_preimage: (scene) => ({
    who: "root",
    args: { hash: hashOf(scene.random.below(KINDS)) },
  }),
  unrequest_preimage: (scene) => ({
    who: "root",
    args: { hash: hashOf(scene.random.below(KINDS)) },
  }),
  ensure_updated(scene) {
    const who = scene.coldkey();
    return who && { who, args: { hashes: [hashOf(scene.random.below(KINDS))] } };
  },
});
