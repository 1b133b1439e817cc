import { errors } from "@ganglion/frame";

export const Errors = errors({
  SubnetDoesNotExist: [0, "There is no subnet with this netuid."],
  MaxValidatorsLargerThanMaxUIds: [1, "A subnet cannot have more validators than uids."],
  MaxAllowedUIdsLessThanCurrentUIds: [2, "More neurons are registered than the new limit allows."],
  BondsMovingAverageMaxReached: [
    3,
    "An owner may set the bonds' moving average to 975000 at most.",
  ],
  NegativeSigmoidSteepness: [4, "Only root may set a negative steepness."],
  ValueNotInBounds: [5, "The value is outside the bounds that hold for it."],
  MinAllowedUidsGreaterThanCurrentUids: [
    6,
    "The minimum of uids must be below the number registered now.",
  ],
  MinAllowedUidsGreaterThanMaxAllowedUids: [7, "The minimum of uids must be below their maximum."],
  MaxAllowedUidsLessThanMinAllowedUids: [8, "The maximum of uids must not be below their minimum."],
  MaxAllowedUidsGreaterThanDefaultMaxAllowedUids: [9, "No subnet may have more than 256 uids."],
  InvalidValue: [10, "The value is not one that this parameter can have."],
  NotPermittedOnRootSubnet: [11, "This cannot be done on the root network."],
  POWRegistrationDisabled: [12, "Registration by proof of work is a thing of the past."],
  Deprecated: [13, "This call does nothing any more."],
});
