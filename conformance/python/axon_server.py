"""A Python miner: bittensor's own Axon, for a dendrite of ours to ask.

usage: axon_server.py HOTKEY_URI
Prints {"port", "hotkey"} once it answers; ends when its stdin closes.

Synapses: Prompting (answers), StreamPrompting (answers in pieces), Slow (sleeps `seconds`),
Typed (hashes every JSON type), Closed (blacklists everyone), Broken (raises).
"""

import asyncio
import json
import socket
import sys
import time
from typing import ClassVar, Optional, Tuple

import bittensor as bt


class Prompting(bt.Synapse):
    roles: list[str]
    messages: list[str]
    completion: str = ""
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("messages",)


class StreamPrompting(bt.StreamingSynapse):
    messages: list[str]
    completion: str = ""
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("messages",)

    async def process_streaming_response(self, response):
        async for chunk in response.content.iter_any():
            text = chunk.decode("utf-8")
            self.completion += text
            yield text

    def extract_response_json(self, response) -> dict:
        return {"messages": self.messages, "completion": self.completion}


class Typed(bt.Synapse):
    text: str
    whole: int
    real: float
    flag: bool
    reals: list[float]
    table: dict
    nothing: Optional[str] = None
    required_hash_fields: ClassVar[Tuple[str, ...]] = (
        "text",
        "whole",
        "real",
        "flag",
        "reals",
        "table",
        "nothing",
    )


class Slow(bt.Synapse):
    seconds: float = 0.0


class Closed(bt.Synapse):
    pass


class Broken(bt.Synapse):
    pass


async def answer(synapse: Prompting) -> Prompting:
    synapse.completion = f"{synapse.roles[-1]} said {synapse.messages[-1]}"
    return synapse


async def stream(synapse: StreamPrompting) -> bt.StreamingSynapse.BTStreamingResponse:
    words = synapse.messages[-1].split(" ")

    async def token_streamer(send):
        for word in words:
            body = (word + " ").encode()
            await send({"type": "http.response.body", "body": body, "more_body": True})
            await asyncio.sleep(0.01)

    return synapse.create_streaming_response(token_streamer)


async def echo(synapse: Typed) -> Typed:
    return synapse


async def sleep(synapse: Slow) -> Slow:
    await asyncio.sleep(synapse.seconds)
    return synapse


async def closed(synapse: Closed) -> Closed:
    return synapse


def nobody(synapse: Closed) -> Tuple[bool, str]:
    return True, "nobody may ask"


async def broken(synapse: Broken) -> Broken:
    raise RuntimeError("the miner is broken")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class HotkeyOnly:
    """All that Axon asks of a wallet here."""

    def __init__(self, hotkey: bt.Keypair) -> None:
        self.hotkey = self.coldkeypub = hotkey


def main(uri: str) -> None:
    port = free_port()
    hotkey = bt.Keypair.create_from_uri(uri)
    axon = bt.Axon(
        wallet=HotkeyOnly(hotkey), port=port, ip="127.0.0.1", external_ip="127.0.0.1"
    )
    for forward in (answer, stream, echo, sleep, broken):
        axon.attach(forward_fn=forward)
    axon.attach(forward_fn=closed, blacklist_fn=nobody)
    axon.start()
    for _ in range(100):
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                break
        except OSError:
            time.sleep(0.1)
    print(json.dumps({"port": port, "hotkey": hotkey.ss58_address}), flush=True)
    sys.stdin.read()
    axon.stop()


main(sys.argv[1])
