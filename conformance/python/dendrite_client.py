"""A Python validator: bittensor's own Dendrite, asking an axon of ours.

usage: dendrite_client.py IP PORT AXON_HOTKEY OWN_URI
Prints one JSON line: what each question brought. The synapses are those of axon_server.py.
"""

import asyncio
import json
import sys
from typing import ClassVar, Optional, Tuple

from bittensor.utils import networking

# Without this it asks public services for its own address.
networking.get_external_ip = lambda: "10.9.8.7"

import bittensor as bt  # noqa: E402


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


class Missing(bt.Synapse):
    pass


TEXTS = [
    "plain",
    "it's",
    'say "hi"',
    "both ' and \"",
    "line\nbreak\ttab\\",
    "grüße 漢字 😀",
    "\u200b zero width, \u00a0 no-break, \x7f",
]


def shown(synapse: bt.Synapse) -> dict:
    return {
        "status": synapse.dendrite.status_code,
        "message": synapse.dendrite.status_message,
        "axon_version": synapse.axon.version,
        "process_time": synapse.axon.process_time,
    }


async def main(ip: str, port: str, hotkey: str, uri: str) -> None:
    target = bt.AxonInfo(
        version=1,
        ip=ip,
        port=int(port),
        ip_type=4,
        hotkey=hotkey,
        coldkey=hotkey,
    )
    wrong = bt.AxonInfo(
        version=1,
        ip=ip,
        port=int(port),
        ip_type=4,
        hotkey="5FLSigC9HGRKVhB9FiEo4Y3koPsNmBmLJbpXg2mp1hXcS59Y",
        coldkey=hotkey,
    )
    out: dict = {}
    async with bt.Dendrite(wallet=bt.Keypair.create_from_uri(uri)) as dendrite:

        async def ask(synapse: bt.Synapse, axon: bt.AxonInfo = target, timeout: float = 12.0):
            return await dendrite.forward(
                axon, synapse, timeout=timeout, deserialize=False
            )

        reply = await ask(Prompting(roles=["user"], messages=TEXTS))
        out["prompting"] = {
            **shown(reply),
            "completion": reply.completion,
            "messages_kept": reply.messages == TEXTS,
        }
        typed = Typed(
            text="it's",
            whole=-3,
            real=1.0,
            flag=True,
            reals=[0.1, 1e-7, 1e16, 123456789.0, -0.0, 2.5e-5],
            table={"a": [1, None, True], "b'": {"c": "d"}},
        )
        reply = await ask(typed)
        out["typed"] = {**shown(reply), "reals": reply.reals}
        out["slow"] = shown(await ask(Slow(seconds=30.0), timeout=1.0))
        out["closed"] = shown(await ask(Closed()))
        out["broken"] = shown(await ask(Broken()))
        out["missing"] = shown(await ask(Missing()))
        out["ping"] = shown(await ask(bt.Synapse()))
        out["wrong_hotkey"] = shown(
            await ask(Prompting(roles=["user"], messages=["x"]), axon=wrong)
        )
        chunks = []
        generator = await dendrite.forward(
            target,
            StreamPrompting(messages=["one two three ü"]),
            deserialize=False,
            streaming=True,
        )
        async for chunk in generator:
            chunks.append(chunk)
        out["stream"] = {**shown(chunks[-1]), "text": chunks[-1].completion, "pieces": len(chunks) - 1}
    # In one piece and on a line of its own: the SDK's logger writes here as well, from its own thread.
    sys.stdout.write("\n" + json.dumps(out) + "\n")
    sys.stdout.flush()


asyncio.run(main(*sys.argv[1:]))
