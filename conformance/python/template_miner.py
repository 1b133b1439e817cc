"""A miner of the template subnet that knows nothing of commits: it answers the plain synapse, with numbers that add up.

usage: template_miner.py ENDPOINT NETUID WALLET_FOLDER COLDKEY_URI IP
"""

import random
import sys
from typing import ClassVar, Optional, Tuple

import bittensor as bt
from serving import serve


class Template(bt.Synapse):
    numbers: list[int]
    target: int
    chosen: Optional[list[int]] = None
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("numbers", "target")


def sums(numbers: list[int], places: list[int]) -> dict[int, int]:
    """All sums of a few numbers, each with one choice that makes it, as bits."""
    found = {0: 0}
    for place in places:
        for total, chosen in list(found.items()):
            found.setdefault(total + numbers[place], chosen | 1 << place)
    return found


def solve(numbers: list[int], target: int) -> list[int]:
    """Meets in the middle. The halves are drawn by lot: another choice than other miners', since equal ones earn once."""
    places = list(range(len(numbers)))
    random.shuffle(places)
    half = len(places) // 2
    left, right = sums(numbers, places[:half]), sums(numbers, places[half:])
    for total, chosen in left.items():
        rest = right.get(target - total)
        if rest is not None:
            return [place for place in range(len(numbers)) if (chosen | rest) >> place & 1]
    return []


async def forward(synapse: Template) -> Template:
    # Longer lists than validators send would take more memory than the answer is worth.
    if len(synapse.numbers) <= 32:
        synapse.chosen = solve(synapse.numbers, synapse.target)
    return synapse


url, netuid, folder, uri, ip = sys.argv[1:6]
serve(url, int(netuid), folder, uri, ip, forward)
