import { blake2_256Hex } from "@ganglion/hash";
import { type AccountId, fromHex, type NetUid } from "@ganglion/primitives";
import { Drand } from "@ganglion/runtime";
import { accountId, bytes, encode, tuple, u16, u64, vec } from "@ganglion/scale";
import { sealFor } from "../beacon.ts";
import { type Commit, S, type Scene, TAO } from "../scene.ts";
import { inPallet, type Maker, type Makers } from "./maker.ts";

function registering(scene: Scene) {
  const netuid = scene.subnet((each) => S.NetworkRegistrationAllowed.get(scene.ctx, each));
  if (netuid === undefined) return undefined;
  const who = scene.coldkey(S.Burn.get(scene.ctx, netuid) + TAO / 10n);
  const hotkey = who && scene.freshHotkey(who, netuid);
  return hotkey === undefined ? undefined : { who, netuid, hotkey };
}

/** Weights of a neuron for some or all neurons, in the subnet's measure. */
function weightsFor(scene: Scene, netuid: NetUid) {
  const n = S.SubnetworkN.get(scene.ctx, netuid);
  const count = scene.random.chance(0.3) ? n : scene.random.between(1, Math.max(1, n));
  const uids = scene.random.some(
    Array.from({ length: n }, (_, uid) => uid),
    count,
  );
  const values = uids.map(() => scene.random.below(65_536));
  return { uids, values, versionKey: S.WeightsVersionKey.get(scene.ctx, netuid) };
}
const indexOf = (netuid: NetUid, mecid: number): number => mecid * 4096 + netuid;
const mechanismOf = (scene: Scene, netuid: NetUid): number =>
  scene.random.below(S.MechanismCountCurrent.get(scene.ctx, netuid));

const validator = (scene: Scene, commitReveal: boolean) =>
  scene.neuron(
    (netuid, _hotkey, uid) =>
      S.ValidatorPermit.get(scene.ctx, netuid)[uid] === true &&
      S.CommitRevealWeightsEnabled.get(scene.ctx, netuid) === commitReveal,
  );

const preimage = tuple(accountId, u16, vec(u16), vec(u16), vec(u16), u64);
function committed(scene: Scene, who: AccountId, netuid: NetUid, mecid: number) {
  const { uids, values, versionKey } = weightsFor(scene, netuid);
  const salt = [scene.random.below(65_536), scene.random.below(65_536)];
  const index = indexOf(netuid, mecid);
  const commitHash = blake2_256Hex(encode(preimage, [who, index, uids, values, salt, versionKey]));
  const epoch = S.SubnetEpochIndex.get(scene.ctx, netuid);
  const reveal = { uids, values, salt, versionKey };
  const commit: Commit = { who, netuid, mecid, epoch, reveal };
  const done = (): void => {
    scene.commits.push(commit);
    if (scene.commits.length > 400) scene.commits.splice(0, 100);
  };
  return { commitHash, done };
}
/** A commit whose time to be revealed has come. */
function revealable(scene: Scene, passes: (commit: Commit) => boolean): Commit | undefined {
  return scene.seek(scene.commits, (commit) => {
    if (!passes(commit)) return false;
    const period = S.RevealPeriodEpochs.get(scene.ctx, commit.netuid);
    return S.SubnetEpochIndex.get(scene.ctx, commit.netuid) === commit.epoch + period;
  });
}
const forget = (scene: Scene, commit: Commit) => () => {
  const at = scene.commits.indexOf(commit);
  if (at >= 0) scene.commits.splice(at, 1);
};
/** What a timelocked commit hides. */
const payload = tuple(bytes, vec(u16), vec(u16), u64);
const timelocked =
  (mechanisms: boolean, versioned: boolean): Maker =>
  (scene) => {
    const found = validator(scene, true);
    if (!found) return undefined;
    const { netuid, hotkey: who } = found;
    const mecid = mechanisms ? mechanismOf(scene, netuid) : 0;
    // Some open to weights when the round comes, some never do.
    const last = Drand.storage.LastStoredRound.get(scene.ctx);
    const revealRound = last + BigInt(scene.random.between(0, 300));
    const { publicKey } = Drand.storage.BeaconConfig.get(scene.ctx);
    const { uids, values, versionKey } = weightsFor(scene, netuid);
    const secret = encode(payload, [fromHex(who), uids, values, versionKey]);
    const commit = scene.random.chance(0.7)
      ? sealFor(publicKey, revealRound, secret)
      : scene.random.bytes(scene.random.between(1, 200));
    return {
      who,
      args: {
        netuid,
        ...(mechanisms ? { mecid } : {}),
        commit,
        revealRound,
        ...(versioned ? { commitRevealVersion: S.CommitRevealWeightsVersion.get(scene.ctx) } : {}),
      },
    };
  };
const serving = (scene: Scene) => {
  const found = scene.neuron();
  if (!found) return undefined;
  const ip = BigInt(scene.random.between(0x0b000001, 0x0bfffffe));
  const port = scene.random.between(1, 65_535);
  return { who: found.hotkey, args: { netuid: found.netuid, version: 1, ip, port, ipType: 4 } };
};
const axon = (scene: Scene) => {
  const made = serving(scene);
  const more = { protocol: 4, placeholder1: 0, placeholder2: 0 };
  return made && { ...made, args: { ...made.args, ...more } };
};

export const neurons: Makers = inPallet("SubtensorModule", {
  burned_register(scene) {
    const found = registering(scene);
    return found && { who: found.who!, args: { netuid: found.netuid, hotkey: found.hotkey } };
  },
  register(scene) {
    const found = registering(scene);
    if (!found) return undefined;
    const { who, netuid, hotkey } = found;
    const work = { blockNumber: 0n, nonce: 0n, work: new Uint8Array(), coldkey: who };
    return { who: who!, args: { netuid, hotkey, ...work } };
  },
  register_limit(scene) {
    const found = registering(scene);
    if (!found) return undefined;
    const { who, netuid, hotkey } = found;
    const limitPrice = scene.random.chance(0.8) ? S.Burn.get(scene.ctx, netuid) * 2n : TAO / 100n;
    return { who: who!, args: { netuid, hotkey, limitPrice } };
  },
  serve_axon: axon,
  serve_axon_tls(scene) {
    const made = axon(scene);
    const certificate = scene.random.bytes(scene.random.between(2, 65));
    return made && { ...made, args: { ...made.args, certificate } };
  },
  serve_prometheus: serving,
  set_weights(scene) {
    const found = validator(scene, false);
    if (!found) return undefined;
    const { uids: dests, values: weights, versionKey } = weightsFor(scene, found.netuid);
    return { who: found.hotkey, args: { netuid: found.netuid, dests, weights, versionKey } };
  },
  set_mechanism_weights(scene) {
    const found = validator(scene, false);
    if (!found) return undefined;
    const { netuid } = found;
    const { uids: dests, values: weights, versionKey } = weightsFor(scene, netuid);
    const mecid = mechanismOf(scene, netuid);
    return { who: found.hotkey, args: { netuid, mecid, dests, weights, versionKey } };
  },
  batch_set_weights(scene) {
    const found = validator(scene, false);
    if (!found) return undefined;
    const netuids = [found.netuid, ...scene.random.some(scene.netuids, scene.random.below(2))];
    const sets = netuids.map((netuid) => weightsFor(scene, netuid));
    const weights = sets.map(({ uids, values }) => uids.map((uid, i) => [uid, values[i]!]));
    const versionKeys = sets.map(({ versionKey }) => versionKey);
    return { who: found.hotkey, args: { netuids, weights, versionKeys } };
  },
  commit_weights(scene) {
    const found = validator(scene, true);
    if (!found) return undefined;
    const { commitHash, done } = committed(scene, found.hotkey, found.netuid, 0);
    return { who: found.hotkey, args: { netuid: found.netuid, commitHash }, done };
  },
  commit_mechanism_weights(scene) {
    const found = validator(scene, true);
    if (!found) return undefined;
    const { netuid, hotkey: who } = found;
    const mecid = mechanismOf(scene, netuid);
    const { commitHash, done } = committed(scene, who, netuid, mecid);
    return { who, args: { netuid, mecid, commitHash }, done };
  },
  batch_commit_weights(scene) {
    const found = validator(scene, true);
    if (!found) return undefined;
    const { netuid, hotkey: who } = found;
    const { commitHash, done } = committed(scene, who, netuid, 0);
    return { who, args: { netuids: [netuid], commitHashes: [commitHash] }, done };
  },
  reveal_weights(scene) {
    const commit = revealable(scene, ({ mecid }) => mecid === 0);
    if (!commit) return undefined;
    const { who, netuid, reveal } = commit;
    return { who, args: { netuid, ...reveal }, done: forget(scene, commit) };
  },
  reveal_mechanism_weights(scene) {
    const commit = revealable(scene, () => true);
    if (!commit) return undefined;
    const { who, netuid, mecid, reveal } = commit;
    return { who, args: { netuid, mecid, ...reveal }, done: forget(scene, commit) };
  },
  batch_reveal_weights(scene) {
    const commit = revealable(scene, ({ mecid }) => mecid === 0);
    if (!commit) return undefined;
    const { who, netuid, reveal } = commit;
    const { uids, values, salt, versionKey } = reveal;
    return {
      who,
      args: {
        netuid,
        uidsList: [uids],
        valuesList: [values],
        saltsList: [salt],
        versionKeys: [versionKey],
      },
      done: forget(scene, commit),
    };
  },
  commit_timelocked_weights: timelocked(false, true),
  commit_timelocked_mechanism_weights: timelocked(true, true),
  commit_crv3_mechanism_weights: timelocked(true, false),
});
