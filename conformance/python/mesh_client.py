"""Asks a miner of the mesh subnet for a thing, and looks into the file that comes.

usage: mesh_client.py ENDPOINT NETUID MINER_HOTKEY
"""

import asyncio
import base64
import json
import struct
import sys
from typing import ClassVar, Optional, Tuple

from commit_reveal import Reveal, axon_of, bt, committed_answer
from report import check, run, say

PROMPT = "a medieval wooden bridge with moss"
MAX_FACES = 10_000


class MeshCommit(bt.Synapse):
    prompt: str
    max_faces: int
    hash: Optional[str] = None
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("prompt", "max_faces")


class MeshReveal(Reveal):
    pass


def document_of(glb: bytes) -> dict:
    """The JSON of a binary glTF 2.0 file, whose header and chunks must be right to the byte."""
    magic, version, length = struct.unpack_from("<4sII", glb)
    check(magic == b"glTF" and version == 2, "it is glTF 2", magic=str(magic), version=version)
    check(length == len(glb), "the header tells its length", told=length, real=len(glb))
    size, kind = struct.unpack_from("<I4s", glb, 12)
    check(kind == b"JSON", "the first chunk is the document", kind=str(kind))
    if 20 + size < length:
        rest, kind = struct.unpack_from("<I4s", glb, 20 + size)
        check(kind == b"BIN\0" and 28 + size + rest == length, "the second one is all the rest")
    return json.loads(glb[20 : 20 + size])


async def steps(url: str, netuid: int, hotkey: str) -> None:
    axon = axon_of(url, netuid, hotkey)
    async with bt.Dendrite(wallet=bt.Keypair.create_from_uri("//Eve")) as dendrite:
        commit = MeshCommit(prompt=PROMPT, max_faces=MAX_FACES)
        hash, answer = await committed_answer(dendrite, axon, commit, MeshReveal)
    say("revealed", hash=hash, format=answer["data_format"])
    glb = base64.b64decode(answer["results"], validate=True)
    document = document_of(glb)
    accessors = document["accessors"]
    primitives = [each for mesh in document["meshes"] for each in mesh["primitives"]]
    faces = sum(accessors[each["indices"]]["count"] // 3 for each in primitives)
    check(0 < faces <= MAX_FACES, "it keeps to the budget", faces=faces)
    say("glb", gltf=document["asset"]["version"], bytes=len(glb), faces=faces)


run(lambda: asyncio.run(steps(sys.argv[1], int(sys.argv[2]), sys.argv[3])))
