"""Wallets of well-known development seeds, plain, in a folder of their own."""

from bittensor_wallet import Keypair, Wallet


def dev_wallet(folder: str, uri: str) -> Wallet:
    """The coldkey of `//Name` with the hotkey `//Name_hk`, written as the Python wallet writes them."""
    wallet = Wallet(name=uri.strip("/").lower(), path=folder)
    cold, hot = Keypair.create_from_uri(uri), Keypair.create_from_uri(f"{uri}_hk")
    wallet.set_coldkey(keypair=cold, encrypt=False, overwrite=True)
    wallet.set_coldkeypub(keypair=cold, encrypt=False, overwrite=True)
    wallet.set_hotkey(keypair=hot, encrypt=False, overwrite=True)
    wallet.set_hotkeypub(keypair=hot, encrypt=False, overwrite=True)
    return wallet
