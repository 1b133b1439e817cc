"""A miner with bittensor's own Axon: serves, and writes its address on the chain, until its stdin closes."""

import json
import socket
import sys
import time
from typing import Callable

import bittensor as bt
from dev_wallet import dev_wallet


def free_port(ip: str) -> int:
    with socket.socket() as probe:
        probe.bind((ip, 0))
        return probe.getsockname()[1]


def serve(url: str, netuid: int, folder: str, uri: str, ip: str, forward: Callable) -> None:
    """`uri`: the coldkey, whose hotkey `URI_hk` must be registered. Prints {"ready", "port", "hotkey"}."""
    port = free_port(ip)
    wallet = dev_wallet(folder, uri)
    axon = bt.Axon(wallet=wallet, ip=ip, port=port, external_ip=ip, external_port=port)
    axon.attach(forward_fn=forward)
    axon.start()
    for _ in range(100):
        try:
            with socket.create_connection((ip, port), timeout=1):
                break
        except OSError:
            time.sleep(0.1)
    subtensor = bt.Subtensor(network=url)
    served = subtensor.serve_axon(netuid=netuid, axon=axon)
    if not served.success:
        sys.exit(f"serve_axon was refused: {served.message}")
    print(
        "\n" + json.dumps({"ready": True, "port": port, "hotkey": wallet.hotkey.ss58_address}),
        flush=True,
    )
    sys.stdin.read()
    axon.stop()
