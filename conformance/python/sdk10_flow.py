"""The whole life of a small subnet through the unmodified `bittensor` 10.5.0.

usage: sdk10_flow.py ENDPOINT WALLETS
ENDPOINT: a fast local chain whose sudo key is //Alice. WALLETS: a folder for throw-away keys.
"""

import sys

import bittensor as bt
from bittensor.core.extrinsics.utils import sudo_call_extrinsic
from bittensor.utils.balance import Balance

from dev_wallet import dev_wallet
from report import check, run, say

U16_MAX = 65_535
TEMPO = 10


def done(response, what: str):
    """A response that must be a success."""
    check(bool(response.success), what, message=response.message, error=response.error)
    return response


def connect(endpoint: str) -> bt.Subtensor:
    subtensor = bt.Subtensor(endpoint)
    say(
        "connect",
        block=subtensor.block,
        netuids=subtensor.get_all_subnets_netuid(),
        fast=subtensor.is_fast_blocks(),
        hash=subtensor.get_block_hash(0),
    )
    check(subtensor.is_fast_blocks() is True, "the constants are those of a fast chain")
    return subtensor


def transfer(subtensor, alice, dave) -> None:
    destination = dave.coldkeypub.ss58_address
    before = [subtensor.get_balance(w.coldkeypub.ss58_address) for w in (alice, dave)]
    amount = Balance.from_tao(12.5)
    quoted = subtensor.get_transfer_fee(alice, destination, amount)
    response = done(
        subtensor.transfer(alice, destination, amount, wait_for_finalization=True), "transfer"
    )
    after = [subtensor.get_balance(w.coldkeypub.ss58_address) for w in (alice, dave)]
    fee = response.extrinsic_fee
    check(after[1] == before[1] + amount, "the receiver has it", before=before, after=after)
    check(after[0] == before[0] - amount - fee, "the sender paid it", before=before, after=after, fee=fee)
    # The SDK asks for the price of an immortal extrinsic and sends a mortal one, a byte longer.
    check(0 <= fee.rao - quoted.rao < 100, "the fee is the one quoted", quoted=quoted, paid=fee)
    say("transfer", fee_rao=fee.rao, quoted_rao=quoted.rao, received_rao=(after[1] - before[1]).rao)


def refusals(subtensor, alice, dave) -> None:
    """What the chain answers to transactions that cannot succeed; the SDK's own checks are not asked."""
    unknown = subtensor.compose_call(
        "SubtensorModule",
        "burned_register",
        {"netuid": 999, "hotkey": dave.hotkey.ss58_address},
    )
    refused = subtensor.sign_and_send_extrinsic(unknown, dave)
    check(not refused.success, "no registration on a subnet that is not there")
    remark = subtensor.compose_call("System", "remark", {"remark": b"old"})
    stale = subtensor.sign_and_send_extrinsic(remark, alice, nonce=0)
    check(not stale.success, "a nonce is used once")
    before = subtensor.get_balance(dave.coldkeypub.ss58_address)
    rich = subtensor.compose_call(
        "Balances",
        "transfer_keep_alive",
        {"dest": alice.coldkeypub.ss58_address, "value": 10**13},
    )
    poor = subtensor.sign_and_send_extrinsic(rich, dave)
    check(not poor.success, "nobody sends what they don't have")
    left = subtensor.get_balance(dave.coldkeypub.ss58_address)
    fee = poor.extrinsic_receipt.total_fee_amount
    check(before.rao - left.rao == fee, "only the fee is gone", before=before, left=left, fee=fee)
    say(
        "refusals",
        unknown=refused.error,
        stale=stale.message,
        poor=poor.error,
    )


def create_subnet(subtensor, owner) -> int:
    cost = subtensor.get_subnet_burn_cost()
    before = set(subtensor.get_all_subnets_netuid())
    done(subtensor.register_subnet(owner), "register_subnet")
    made = set(subtensor.get_all_subnets_netuid()) - before
    check(len(made) == 1, "one subnet more", made=sorted(made))
    netuid = made.pop()
    check(not subtensor.is_subnet_active(netuid), "a new subnet sleeps")
    subtensor.wait_for_block(subtensor.block + subtensor.get_start_call_delay() + 1)
    done(subtensor.start_call(owner, netuid), "start_call")
    check(bool(subtensor.is_subnet_active(netuid)), "the subnet runs")
    say("subnet", netuid=netuid, cost_rao=cost.rao)
    return netuid


def sudo(subtensor, alice, call: str, params: dict, module: str = "AdminUtils") -> None:
    done(
        sudo_call_extrinsic(
            subtensor=subtensor, wallet=alice, call_function=call, call_module=module, call_params=params
        ),
        call,
    )


def set_up(subtensor, alice, netuid: int) -> None:
    sudo(subtensor, alice, "sudo_set_admin_freeze_window", {"window": 0})
    sudo(subtensor, alice, "sudo_set_commit_reveal_weights_enabled", {"netuid": netuid, "enabled": False})
    sudo(subtensor, alice, "sudo_set_weights_set_rate_limit", {"netuid": netuid, "weights_set_rate_limit": 0})
    sudo(subtensor, alice, "sudo_set_tempo", {"netuid": netuid, "tempo": TEMPO})
    seen = subtensor.get_subnet_hyperparameters(netuid)
    check(seen.tempo == TEMPO, "tempo as set", tempo=seen.tempo)
    check(seen.commit_reveal_weights_enabled is False, "commit-reveal off")
    check(subtensor.commit_reveal_enabled(netuid) is False, "commit-reveal off in storage")
    say("hyperparameters", tempo=seen.tempo, kappa=seen.kappa, min_burn=seen.min_burn)


def register(subtensor, netuid: int, wallets) -> list[int]:
    uids = []
    for wallet in wallets:
        price = subtensor.recycle(netuid)
        done(subtensor.burned_register(wallet, netuid), "burned_register")
        uid = subtensor.get_uid_for_hotkey_on_subnet(wallet.hotkey.ss58_address, netuid)
        check(uid is not None, "the hotkey has a place")
        uids.append(uid)
        say("neuron", uid=uid, price_rao=price.rao)
    check(subtensor.subnetwork_n(netuid) == len(wallets) + 1, "the owner and those who registered")
    return uids


def stake(subtensor, alice, netuid: int) -> None:
    cold, hot = alice.coldkeypub.ss58_address, alice.hotkey.ss58_address
    amount = Balance.from_tao(1_000)
    before = subtensor.get_stake(cold, hot, netuid)
    quote = subtensor.sim_swap(0, netuid, amount)
    done(subtensor.add_stake(alice, netuid, hot, amount), "add_stake")
    held = subtensor.get_stake(cold, hot, netuid)
    check(held > before, "staked", before=before, after=held)
    half = Balance.from_rao(held.rao // 2, netuid)
    free = subtensor.get_balance(cold)
    done(subtensor.unstake(alice, netuid, hot, half), "unstake")
    left = subtensor.get_stake(cold, hot, netuid)
    check(left < held, "unstaked", before=held, after=left)
    check(subtensor.get_balance(cold) > free, "TAO came back")
    infos = subtensor.get_stake_info_for_coldkey(cold)
    check(any(i.netuid == netuid and i.hotkey_ss58 == hot for i in infos), "listed among the stakes")
    say("stake", quoted_alpha=quote.alpha_amount, staked=held.rao, left=left.rao, listed=len(infos))


def set_weights(subtensor, alice, netuid: int, uids: list[int]) -> None:
    response = subtensor.set_weights(alice, netuid, uids=uids, weights=[0.75, 0.25])
    done(response, "set_weights")
    own = subtensor.get_uid_for_hotkey_on_subnet(alice.hotkey.ss58_address, netuid)
    stored = dict(subtensor.weights(netuid))[own]
    check([uid for uid, _ in stored] == uids, "weights of the two miners", stored=stored)
    first, second = (weight for _, weight in stored)
    check(first == U16_MAX and abs(second * 3 - first) <= 3, "three to one", stored=stored)
    say("weights", stored=stored)


def wait_epoch(subtensor, netuid: int) -> int:
    # At one block: others come while the second question is asked, and the epoch may be among them.
    now = subtensor.block
    ends = subtensor.get_next_epoch_start_block(netuid, block=now)
    check(ends is not None and now < ends <= now + TEMPO + 2, "the next epoch is near", at=ends, now=now)
    subtensor.wait_for_block(ends + 1)
    last = subtensor.get_last_epoch_block(netuid)
    check(last is not None and last >= ends, "the epoch ran", last=last, expected=ends)
    say("epoch", block=last)
    return last


def read_metagraph(subtensor, netuid: int, uids: list[int]) -> None:
    """One block's metagraph next to the storage it comes from."""
    block = subtensor.block
    at = subtensor.get_block_hash(block)

    def stored(item: str) -> list[int]:
        value = subtensor.substrate.query("SubtensorModule", item, [netuid], at)
        return [int(each) for each in getattr(value, "value", value)]

    incentive, dividends, emission = (stored(item) for item in ("Incentive", "Dividends", "Emission"))
    graph = subtensor.metagraph(netuid, lite=False, block=block)
    check(
        [round(float(each) * U16_MAX) for each in graph.incentive] == incentive,
        "incentives as stored",
        graph=graph.incentive.tolist(),
        stored=incentive,
    )
    check(
        [round(float(each) * U16_MAX) for each in graph.dividends] == dividends,
        "dividends as stored",
        graph=graph.dividends.tolist(),
        stored=dividends,
    )
    info = subtensor.get_metagraph_info(netuid, block=block)
    check(
        [round(each * U16_MAX) for each in info.incentives] == incentive
        and [round(each * U16_MAX) for each in info.dividends] == dividends,
        "the selective metagraph says the same",
    )
    first, second = (incentive[uid] for uid in uids)
    check(first > second > 0, "the better miner earns more", incentive=incentive)
    check(abs(first - 3 * second) <= 3, "three to one", incentive=incentive)
    check(max(dividends) == U16_MAX, "the only validator gets all dividends", dividends=dividends)
    check(emission[uids[0]] > emission[uids[1]] > 0, "and is paid more", emission=emission)
    neurons = subtensor.neurons(netuid, block=block)
    check([n.hotkey for n in neurons] == list(graph.hotkeys), "neurons and metagraph name the same keys")
    check(subtensor.subnet(netuid).netuid == netuid, "dynamic info of the subnet")
    say(
        "metagraph",
        n=int(graph.n),
        incentive=incentive,
        dividends=dividends,
        emission=emission,
        weights=graph.weights.tolist(),
        stake=[float(each) for each in graph.S],
    )


def main() -> None:
    endpoint, folder = sys.argv[1:3]
    subtensor = connect(endpoint)
    alice, bob, dave = (dev_wallet(folder, uri) for uri in ("//Alice", "//Bob", "//Dave"))
    transfer(subtensor, alice, dave)
    refusals(subtensor, alice, dave)
    netuid = create_subnet(subtensor, alice)
    set_up(subtensor, alice, netuid)
    uids = register(subtensor, netuid, (bob, dave))
    stake(subtensor, alice, netuid)
    wait_epoch(subtensor, netuid)  # which gives the staked owner its validator permit
    set_weights(subtensor, alice, netuid, uids)
    wait_epoch(subtensor, netuid)
    read_metagraph(subtensor, netuid, uids)
    subtensor.close()


if __name__ == "__main__":
    run(main)
