"""Writes wallets of development seeds for a program that reads them from a folder.

usage: make_dev_wallets.py FOLDER URI...
"""

import json
import sys

from dev_wallet import dev_wallet


def main(folder: str, uris: list[str]) -> None:
    made = {}
    for uri in uris:
        wallet = dev_wallet(folder, uri)
        made[wallet.name] = {
            "coldkey": wallet.coldkeypub.ss58_address,
            "hotkey": wallet.hotkey.ss58_address,
        }
    print(json.dumps(made))


main(sys.argv[1], sys.argv[2:])
