// The doors without package detection: that one warns whenever a second copy of polkadot's
// packages is loaded in the same process, which is none of our users' business.
import { initBridge } from "@polkadot/wasm-crypto/init";

export {
  bip39ToMiniSecret,
  ed25519KeypairFromSeed,
  ed25519Sign,
  ed25519Verify,
  sr25519Agree,
  sr25519DeriveKeypairHard,
  sr25519DeriveKeypairSoft,
  sr25519KeypairFromSeed,
  sr25519Sign,
  sr25519Verify,
} from "@polkadot/wasm-crypto/bundle";

// One start-up await; afterwards everything here is synchronous.
if (!(await initBridge()))
  throw new Error("this platform cannot run WebAssembly, which signing needs");
