import { event } from "@ganglion/frame";
import { bool, literals, netUid, u16, u64f64 } from "@ganglion/scale";

export const precompile = literals("pallet_admin_utils::pallet::PrecompileEnum", [
  "BalanceTransfer",
  "Staking",
  "Subnet",
  "Metagraph",
  "Neuron",
  "UidLookup",
  "Alpha",
  "Crowdloan",
  "Proxy",
  "Leasing",
  "AddressMapping",
  "VotingPower",
]);

export const Events = {
  PrecompileUpdated: event(
    0,
    { precompileId: precompile, enabled: bool },
    "A precompile was switched.",
  ),
  Yuma3EnableToggled: event(
    1,
    { netuid: netUid, enabled: bool },
    "A subnet's bonds follow Yuma 3, or no longer.",
  ),
  BondsResetToggled: event(
    2,
    { netuid: netUid, enabled: bool },
    "Bonds may be reset by a commitment, or no longer.",
  ),
  BurnHalfLifeSet: event(
    3,
    { netuid: netUid, burnHalfLife: u16 },
    "Blocks in which the registration price halves.",
  ),
  BurnIncreaseMultSet: event(
    4,
    { netuid: netUid, burnIncreaseMult: u64f64 },
    "What a registration multiplies the price by.",
  ),
  SubnetEmissionEnabledSet: event(
    5,
    { netuid: netUid, enabled: bool },
    "TAO flows into the subnet's pool, or no longer.",
  ),
};
