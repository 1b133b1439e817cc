"""Connect, read and transfer through the unmodified `bittensor` 11.3.0.

usage: sdk11_flow.py ENDPOINT
ENDPOINT: a fast local chain on which //Alice has TAO. HOME should be a throw-away folder: the SDK
keeps metadata there by genesis and spec version.
"""

import sys
from types import SimpleNamespace

import bittensor as bt
from bittensor.sp_core import Keypair

from report import check, run, say

NETUID = 1


def dev_keys(uri: str) -> SimpleNamespace:
    """All that the SDK asks of a wallet to sign."""
    cold, hot = Keypair.create_from_uri(uri), Keypair.create_from_uri(f"{uri}_hk")
    return SimpleNamespace(name=uri, coldkey=cold, coldkeypub=cold, hotkey=hot, hotkeypub=hot)


def read(sub: bt.Subtensor) -> None:
    infos = sub.subnets.all()
    check([info.netuid for info in infos][:2] == [0, 1], "root and the first subnet", seen=len(infos))
    tempo = sub.query(bt.storage.SubtensorModule.Tempo, [NETUID])
    check(sub.subnets.info(NETUID).netuid == NETUID, "the subnet's info")
    hyper = sub.subnets.subnet_hyperparameters(NETUID)
    check(hyper is not None and int(hyper["tempo"]) == int(tempo), "tempo from the API and from storage")
    deposit = sub.balances.existential_deposit()
    check(deposit.rao == sub.constant(bt.constants.Balances.ExistentialDeposit), "a constant")
    # Commitments are of a pallet that this runtime does not declare yet.
    graph = sub.subnets.metagraph(NETUID, commitments=False)
    quote = sub.prices.quote_stake(NETUID, 1.0)
    past = sub.at(1)
    say(
        "reads",
        subnets=len(infos),
        tempo=int(tempo),
        hyperparameters=len(hyper),
        deposit_rao=deposit.rao,
        neurons=len(sub.neurons.all(NETUID)),
        metagraph=graph.netuid if graph else None,
        quote=str(quote),
        cost_rao=sub.subnets.subnet_registration_cost().rao,
        prices=sub.prices.alpha_prices(),
        delegates=len(sub.delegation.delegates()),
        past_tempo=int(past.query(bt.storage.SubtensorModule.Tempo, [NETUID])),
    )


def iterate(sub: bt.Subtensor) -> None:
    symbols = sub.query_map(bt.storage.SubtensorModule.TokenSymbol)
    names = {int(key): value for key, value in symbols}
    check(len(names) >= 2, "a symbol for every subnet", seen=len(names))
    accounts = list(sub.query_map(bt.storage.System.Account))
    check(len(accounts) >= 9, "the accounts of the genesis", seen=len(accounts))
    say("maps", symbols=len(names), accounts=len(accounts))


def follow(sub: bt.Subtensor) -> None:
    numbers = []
    for header in sub.blocks(finalized=True):
        numbers.append(header.number)
        if len(numbers) == 3:
            break
    check(numbers == list(range(numbers[0], numbers[0] + 3)), "heads in a row", numbers=numbers)
    say("heads", numbers=numbers)


def transfer(sub: bt.Subtensor) -> None:
    alice, eve = dev_keys("//Alice"), dev_keys("//Eve")
    address = eve.coldkey.ss58_address
    before = sub.balances.get(address), sub.balances.get(alice.coldkey.ss58_address)
    intent = bt.intents.Transfer(dest_ss58=address, amount_tao=3.25)
    result = sub.execute(intent, alice, wait_for_finalization=True)
    check(result.success, "transfer", message=result.message, error=result.error)
    after = sub.balances.get(address), sub.balances.get(alice.coldkey.ss58_address)
    check(after[0].rao - before[0].rao == 3_250_000_000, "the receiver has it", before=before, after=after)
    spent = before[1].rao - after[1].rao
    check(spent == 3_250_000_000 + result.fee.rao, "the sender paid it and the fee", spent=spent, fee=result.fee)
    say("transfer", extrinsic=result.extrinsic_id, fee_rao=result.fee.rao, events=len(result.events))


def refused(sub: bt.Subtensor) -> None:
    ferdie = dev_keys("//Ferdie")
    result = sub.submit_call(
        bt.calls.SubtensorModule.remove_stake(
            hotkey=ferdie.hotkey.ss58_address, netuid=NETUID, amount_unstaked=10**9
        ),
        ferdie,
    )
    check(not result.success and result.error is not None, "no unstaking without stake", seen=result.message)
    say("refused", message=result.message, error=repr(result.error))


def main() -> None:
    sub = bt.Subtensor(sys.argv[1])
    say("connect", block=sub.block, finalized=sub.finalized_block, spec=sub.spec_version, fast=sub.is_fast_blocks())
    read(sub)
    iterate(sub)
    follow(sub)
    transfer(sub)
    refused(sub)
    sub.close()


if __name__ == "__main__":
    run(main)
