"""Opens a wallet with the real bittensor-wallet and prints what it finds as one JSON line.

usage: read_wallet.py FOLDER NAME HOTKEY [COLDKEY_PASSWORD]
Signs MESSAGE with both keys, so that the caller can check that the secrets work.
"""

import json
import sys

from bittensor_wallet import Wallet

MESSAGE = b"a question"


def main(folder: str, name: str, hotkey: str, password: str | None = None) -> None:
    wallet = Wallet(name=name, hotkey=hotkey, path=folder)
    coldkey = wallet.get_coldkey(password)
    keys = {"coldkey": coldkey, "hotkey": wallet.hotkey}
    print(
        json.dumps(
            {
                "coldkeypub": wallet.coldkeypub.ss58_address,
                "hotkeypub": wallet.hotkeypub.ss58_address,
                **{role: key.ss58_address for role, key in keys.items()},
                "signatures": {role: key.sign(MESSAGE).hex() for role, key in keys.items()},
                "types": {role: key.crypto_type for role, key in keys.items()},
            }
        )
    )


main(*sys.argv[1:])
