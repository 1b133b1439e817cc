"""Asks a miner of the template subnet, as a Python validator would: commit, then reveal.

usage: template_client.py ENDPOINT NETUID MINER_HOTKEY
"""

import asyncio
import sys
from typing import ClassVar, Optional, Tuple

from commit_reveal import Reveal, ask, axon_of, bt, committed_answer
from report import check, run, say


class Template(bt.Synapse):
    numbers: list[int]
    target: int
    chosen: Optional[list[int]] = None
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("numbers", "target")


class TemplateCommit(bt.Synapse):
    numbers: list[int]
    target: int
    hash: Optional[str] = None
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("numbers", "target")


class TemplateReveal(Reveal):
    pass


NUMBERS = [3, 5, 9, 14]


def total(chosen: list[int]) -> int:
    return sum(NUMBERS[place] for place in chosen)


async def steps(url: str, netuid: int, hotkey: str) -> None:
    axon = axon_of(url, netuid, hotkey)
    say("found", ip=axon.ip, port=axon.port)
    mine, other = (bt.Keypair.create_from_uri(uri) for uri in ("//Eve", "//Ferdie"))
    async with bt.Dendrite(wallet=mine) as dendrite:
        commit = TemplateCommit(numbers=NUMBERS, target=19)
        hash, answer = await committed_answer(dendrite, axon, commit, TemplateReveal)
        check(total(answer["chosen"]) == 19, "the choice adds up", chosen=answer["chosen"])
        say("revealed", hash=hash, chosen=answer["chosen"])

        plain = await ask(dendrite, axon, Template(numbers=NUMBERS, target=22))
        check(total(plain.chosen) == 22, "the plain answer adds up", chosen=plain.chosen)
        say("plain", status=plain.dendrite.status_code, chosen=plain.chosen)

        unknown = await ask(dendrite, axon, TemplateReveal(hash="0" * 64))
        refused = await ask(dendrite, axon, TemplateCommit(numbers=[], target=17))
        say(
            "refused",
            unknown=unknown.dendrite.status_code,
            malformed=refused.dendrite.status_code,
        )
    async with bt.Dendrite(wallet=other) as thief:
        stolen = await ask(thief, axon, TemplateReveal(hash=hash))
        check(stolen.answer is None, "an answer is told to its asker alone")
        say("thief", status=stolen.dendrite.status_code, message=stolen.dendrite.status_message)


run(lambda: asyncio.run(steps(sys.argv[1], int(sys.argv[2]), sys.argv[3])))
