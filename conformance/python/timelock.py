"""Timelocks of bittensor-drand, for a TypeScript side that has others.

Usage: timelock.py SIGNATURE ROUND SEALED_HEX...
Opens each sealed message with the round's signature, and seals messages of its own for the same round.
"""

import sys

import bittensor_drand

from report import run, say


def compact(length: int) -> bytes:
    if length < 1 << 6:
        return bytes([length << 2])
    if length < 1 << 14:
        return (length << 2 | 1).to_bytes(2, "little")
    return (length << 2 | 2).to_bytes(4, "little")


def with_round(sealed: bytes, reveal_round: int) -> bytes:
    """As the library keeps it: the ciphertext with its length in front, and the round behind."""
    return compact(len(sealed)) + sealed + reveal_round.to_bytes(8, "little")


def without_round(kept: bytes, reveal_round: int) -> bytes:
    for prefix in (1, 2, 4):
        sealed = kept[prefix:-8]
        if with_round(sealed, reveal_round) == kept:
            return sealed
    raise ValueError("not the form that was expected")


def main() -> None:
    signature, reveal_round, *sealed = sys.argv[1:]
    at = int(reveal_round)
    for each in sealed:
        opened = bittensor_drand.decrypt_with_signature(with_round(bytes.fromhex(each), at), signature)
        say("opened", message=bytes(opened).hex())
    for message in (b"", b"from bittensor-drand", bytes(3000)):
        kept, _ = bittensor_drand.encrypt_at_round(message, at)
        say("sealed", message=message.hex(), sealed=without_round(kept, at).hex())


run(main)
