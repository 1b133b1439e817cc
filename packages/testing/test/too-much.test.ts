import { blake2_256 } from "@ganglion/hash";
import { type AccountId, accountId, type NetUid, toHex, utf8Bytes } from "@ganglion/primitives";
import { SubtensorModule, Sudo } from "@ganglion/runtime";
import { beforeEach, describe, expect, test } from "vitest";
import { Court, callOf, type Soak, signed } from "../src/index.ts";
import { populatedChain } from "./populated.ts";

const S = SubtensorModule.storage;
const stranger = (i: number): AccountId => accountId(toHex(blake2_256(utf8Bytes(`stranger ${i}`))));

let soak: Soak;
let sudo: AccountId;
let netuid: NetUid;
beforeEach(() => {
  soak = populatedChain();
  const { ctx } = soak.chain;
  sudo = Sudo.storage.Key.get(ctx)!;
  // Of an owner whom no announced swap of coldkeys holds up.
  netuid = S.NetworksAdded.keysOf(ctx)
    .map(([each]) => each)
    .find(
      (each) => each !== 0 && !S.ColdkeySwapAnnouncements.has(ctx, S.SubnetOwner.get(ctx, each)),
    )!;
});

function send(who: AccountId, path: string, args: Readonly<Record<string, unknown>>): string {
  const { chain } = soak;
  const raw = signed(callOf(path, args), {
    who,
    nonce: chain.account(who).nonce,
    terms: chain.terms,
  });
  const { applied } = chain.apply(raw);
  if (!applied.ok) return JSON.stringify(applied.error.value);
  return applied.dispatched.ok ? "ok" : applied.dispatched.refusal.label;
}
const asRoot = (path: string, args: Readonly<Record<string, unknown>>): string =>
  send(sudo, "Sudo.sudo", { call: callOf(path, args) });

describe("more than anybody needs", () => {
  test("300 registrations in one block are done; each newcomer pushes somebody out, and laws hold", () => {
    const { chain } = soak;
    chain.begin();
    asRoot("AdminUtils.sudo_set_max_burn", { netuid, maxBurn: 200_000_000n });
    asRoot("AdminUtils.sudo_set_network_registration_allowed", {
      netuid,
      registrationAllowed: true,
    });
    const court = new Court(chain.ctx);
    for (let i = 0; i < 300; i++)
      expect(send(sudo, "SubtensorModule.burned_register", { netuid, hotkey: stranger(i) })).toBe(
        "ok",
      );
    const { ctx } = chain;
    const n = S.SubnetworkN.get(ctx, netuid);
    expect(n).toBe(S.MaxAllowedUids.get(ctx, netuid));
    // The last one is in, and of those who came first all but the ones with room are out again.
    expect(S.Uids.has(ctx, netuid, stranger(299))).toBe(true);
    const seated = Array.from({ length: 300 }, (_, i) => stranger(i)).filter((hotkey) =>
      S.Uids.has(ctx, netuid, hotkey),
    );
    expect(seated.length).toBeLessThan(n);
    const pushed = stranger(299 - n * 2);
    expect(S.Uids.has(ctx, netuid, pushed)).toBe(false);
    // Pushed out in the block in which it came in: known to its owner, unknown to the subnet.
    expect(S.Owner.get(ctx, pushed)).toBe(sudo);
    const { changes } = chain.end();
    court.whole(chain.number, chain.ctx);
    court.block(chain.number, chain.ctx, changes);
    const ours = court.violations.filter(({ law }) => /^(Uids|A hotkey|What is stored)/.test(law));
    expect(ours).toEqual([]);
  });

  test("a weights vector of 65,535 entries is refused for its length, and costs nothing", () => {
    const { chain } = soak;
    chain.begin();
    const owner = S.SubnetOwnerHotkey.get(chain.ctx, netuid);
    asRoot("AdminUtils.sudo_set_commit_reveal_weights_enabled", { netuid, enabled: false });
    asRoot("AdminUtils.sudo_set_stake_threshold", { minStake: 0n });
    const before = chain.account(owner).free;
    const dests = Array.from({ length: 65_535 }, (_, uid) => uid);
    const weights = dests.map(() => 65_535);
    const args = { netuid, dests, weights, versionKey: 1n << 63n };
    expect(send(owner, "SubtensorModule.set_weights", args)).toBe("UidsLengthExceedUidsInSubNet");
    expect(send(owner, "SubtensorModule.set_weights", { ...args, weights: [1] })).toBe(
      "WeightVecNotEqualSize",
    );
    expect(chain.account(owner).free).toBe(before);
    chain.end();
  });

  test("a subnet that was dissolved in this block is gone for the rest of it", () => {
    const { chain } = soak;
    chain.begin();
    const owner = S.SubnetOwner.get(chain.ctx, netuid);
    const hotkey = S.SubnetOwnerHotkey.get(chain.ctx, netuid);
    expect(asRoot("SubtensorModule.root_dissolve_network", { netuid })).toBe("ok");
    const told = [
      send(sudo, "SubtensorModule.add_stake", { hotkey, netuid, amountStaked: 10n ** 9n }),
      send(owner, "SubtensorModule.remove_stake", { hotkey, netuid, amountUnstaked: 1n }),
      send(sudo, "SubtensorModule.burned_register", { netuid, hotkey: stranger(1) }),
      send(owner, "SubtensorModule.start_call", { netuid }),
      send(owner, "SubtensorModule.set_children", { hotkey, netuid, children: [] }),
    ];
    expect(told).toEqual([
      "SubnetNotExists",
      "SubtokenDisabled",
      "SubnetNotExists",
      "SubnetNotExists",
      "SubnetNotExists",
    ]);
    chain.end();
  });
});
