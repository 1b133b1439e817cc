"""A miner of the code subnet that repairs by trying: changes one place of the source, and takes what passes the tests.

usage: code_miner.py ENDPOINT NETUID WALLET_FOLDER COLDKEY_URI IP NODE

It finds slips of operators, names and numbers in one place; what else is broken it hands back unchanged, which earns
nothing.
"""

import asyncio
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, ClassVar, Tuple

import bittensor as bt
from serving import serve

TRY = Path(__file__).parent.parent / "js/first-passing.mjs"
SECONDS = 2.5
MOST = 4_000


class LogicSynapse(bt.Synapse):
    language: str = "javascript"
    entry: str = ""
    source: str = ""
    tests: list[dict[str, Any]] = []
    logic: dict[str, Any] = {}
    required_hash_fields: ClassVar[Tuple[str, ...]] = ("entry", "source")


TOKENS = re.compile(
    r"""//[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|[A-Za-z_$][\w$]*|\d+(?:\.\d+)?"""
    r"""|===|!==|<=|>=|&&|\|\||\?\?|\+\+|--|[-+*/%]=|[<>]|[-+*/%]|!(?!=)"""
)
FAMILIES = [
    ["<", "<=", ">", ">=", "===", "!=="],
    ["&&", "||"],
    ["+", "-", "*", "/", "%"],
    ["++", "--"],
    ["+=", "-=", "*=", "/=", "="],
    ["true", "false"],
    ["min", "max"],
    ["floor", "ceil", "round"],
    ["push", "unshift"],
    ["shift", "pop"],
    ["some", "every"],
    ["toLowerCase", "toUpperCase"],
]
WORDS = set(
    "const let var function return if else for of in while do break continue new typeof null undefined".split()
)


def others(token: str, names: list[str]) -> list[str]:
    """What might have stood there instead."""
    for family in FAMILIES:
        if token in family:
            return [each for each in family if each != token]
    if token == "!":
        return [""]
    if re.fullmatch(r"\d+", token):
        value = int(token)
        return [str(value + 1), str(value - 1)] if value else ["1", "-1"]
    if re.fullmatch(r"[A-Za-z_$][\w$]*", token) and token not in WORDS:
        return [name for name in names if name != token]
    return []


def candidates(source: str) -> list[str]:
    """The source with one token changed, in every way that is tried; simple slips first."""
    tokens = [match for match in TOKENS.finditer(source) if not match[0].startswith(("//", '"', "'", "`"))]
    known = re.findall(r"(?:const|let|var)\s+([A-Za-z_$][\w$]*)", source)
    known += [name for group in re.findall(r"\(([\w$\s,]*)\)\s*(?:\{|=>)", source) for name in re.findall(r"[\w$]+", group)]
    names = list(dict.fromkeys(known))
    operators, words = [], []
    for match in tokens:
        for other in others(match[0], names):
            changed = source[: match.start()] + other + source[match.end() :]
            (words if match[0] in names else operators).append(changed)
    # Pluses one too many, and negations that were put around a condition.
    cut = [source[: m.start()] + source[m.end() :] for m in re.finditer(r" [-+] 1\b", source)]
    bare = [source[: m.start()] + f"({m[1]})" + source[m.end() :] for m in re.finditer(r"\(!\((.*?)\)\)", source)]
    return [source, *cut, *bare, *operators, *words][:MOST]


def repair(node: str, entry: str, source: str, tests: list[dict[str, Any]]) -> str:
    tried = candidates(source)
    asked = json.dumps({"entry": entry, "tests": tests, "candidates": tried})
    try:
        done = subprocess.run([node, str(TRY)], input=asked, capture_output=True, text=True, timeout=SECONDS)
        found = int(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        found = -1
    return tried[found] if found >= 0 else source


url, netuid, folder, uri, ip, node = sys.argv[1:7]


async def forward(synapse: LogicSynapse) -> LogicSynapse:
    # Beside the event loop, which other questions need meanwhile.
    solution = await asyncio.to_thread(repair, node, synapse.entry, synapse.source, synapse.tests)
    synapse.logic = {"solution.js": solution}
    return synapse


if __name__ == "__main__":
    serve(url, int(netuid), folder, uri, ip, forward)
