"""Commit and reveal from Python: how a validator with bittensor's own Dendrite asks a miner of ours.

A subnet NAME whose answers are committed has two more synapses: NAMECommit takes the question and answers with a hash,
NAMEReveal takes the hash, when the deadline is over, and answers with what it was made of.
"""

import hashlib
import json
from typing import ClassVar, Optional, Tuple

from bittensor.utils import networking

# Without this it asks public services for its own address.
networking.get_external_ip = lambda: "10.9.8.7"

import bittensor as bt  # noqa: E402


class Reveal(bt.Synapse):
    """Fields of every NAMEReveal; a subclass gives the name."""

    hash: str
    answer: Optional[str] = None
    salt: Optional[str] = None
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("hash",)


def axon_of(url: str, netuid: int, hotkey: str) -> bt.AxonInfo:
    """Where a hotkey serves, by the chain's word."""
    metagraph = bt.Subtensor(network=url).metagraph(netuid)
    return next(axon for axon in metagraph.axons if axon.hotkey == hotkey)


async def ask(
    dendrite: bt.Dendrite, axon: bt.AxonInfo, synapse: bt.Synapse, timeout: float = 30.0
) -> bt.Synapse:
    return await dendrite.forward(axon, synapse, timeout=timeout, deserialize=False)


async def committed_answer(
    dendrite: bt.Dendrite, axon: bt.AxonInfo, commit: bt.Synapse, reveal: type[Reveal]
) -> tuple[str, dict]:
    """The hash that a miner committed to, and the answer that it revealed. Raises where they don't belong together."""
    committed = await ask(dendrite, axon, commit)
    if committed.dendrite.status_code != 200 or committed.hash is None:
        raise AssertionError(f"no commit: {committed.dendrite.status_message}")
    opened = await ask(dendrite, axon, reveal(hash=committed.hash))
    if opened.dendrite.status_code != 200:
        raise AssertionError(f"not revealed: {opened.dendrite.status_message}")
    text = f"{opened.salt}.{opened.answer}".encode()
    if hashlib.sha256(text).hexdigest() != committed.hash:
        raise AssertionError("what was revealed is not what was committed")
    return committed.hash, json.loads(opened.answer)
