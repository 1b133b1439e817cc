"""Writes the wallet fixtures of packages/sdk/test/fixtures/wallets with the real bittensor-wallet.

usage: make_wallets.py FOLDER
Test-only keys: the public development phrase and trivial seeds. The password is in PASSWORD.
"""

import base64
import hashlib
import hmac
import os
import shutil
import sys

from bittensor_wallet import Wallet
from bittensor_wallet.keyfile import legacy_encrypt_keyfile_data
from Crypto.Cipher import AES
from Crypto.Util.Padding import pad

PASSWORD = "Test password 123"
PHRASE = "bottom drive obey lake curtain smoke basket hold race lonely fit walk"
QUIET = {"suppress": True, "overwrite": True}
FERNET_SALT = b"Iguesscyborgslikemyselfhaveatendencytobeparanoidaboutourorigins"


def fernet(data: bytes, password: str) -> bytes:
    """What the Python versions before 2023 wrote: Fernet's published format under their KDF."""
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), FERNET_SALT, 10_000_000, 32)
    iv = bytes(range(16))
    sealed = AES.new(key[16:], AES.MODE_CBC, iv).encrypt(pad(data, 16))
    token = b"\x80" + (1_600_000_000).to_bytes(8, "big") + iv + sealed
    return base64.urlsafe_b64encode(token + hmac.new(key[:16], token, "sha256").digest())


def main(folder: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)

    def wallet(name: str, hotkey: str) -> Wallet:
        return Wallet(name=name, hotkey=hotkey, path=folder)

    plain = wallet("plain", "seeded")
    plain.regenerate_coldkey(mnemonic=PHRASE, use_password=False, **QUIET)
    plain.regenerate_hotkey(seed="0x" + "9d" * 32, use_password=False, **QUIET)
    # These 32 bytes happen to be UTF-8, which bittensor-wallet writes as text instead of hex.
    wallet("plain", "textseed").regenerate_hotkey(seed="0x" + "11" * 32, use_password=False, **QUIET)
    wallet("plain", "alice").create_hotkey_from_uri("//Alice", use_password=False, **QUIET)

    locked = wallet("locked", "default")
    locked.regenerate_coldkey(mnemonic=PHRASE, use_password=True, coldkey_password=PASSWORD, **QUIET)
    locked.create_hotkey_from_uri("//Bob", use_password=False, **QUIET)

    edwards = wallet("edwards", "default")
    edwards.regenerate_coldkey(mnemonic=PHRASE, use_password=False, crypto_type=0, **QUIET)
    edwards.regenerate_hotkey(seed="9d" * 32, use_password=False, crypto_type=0, **QUIET)

    watch = wallet("watch", "default")
    watch.regenerate_coldkeypub(
        ss58_address="5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", overwrite=True
    )

    with open(os.path.join(folder, "plain", "coldkey"), "rb") as file:
        data = file.read()
    for name, sealed in (
        ("ansible", legacy_encrypt_keyfile_data(data, PASSWORD)),
        ("fernet", fernet(data, PASSWORD)),
    ):
        os.makedirs(os.path.join(folder, name))
        with open(os.path.join(folder, name, "coldkey"), "wb") as file:
            file.write(sealed)


main(sys.argv[1])
