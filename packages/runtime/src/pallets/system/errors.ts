import { errors } from "@ganglion/frame";

export const Errors = errors({
  InvalidSpecName: [0, "The new runtime has another name than the present one."],
  SpecVersionNeedsToIncrease: [
    1,
    "The new runtime's version is not higher than the present one's.",
  ],
  FailedToExtractRuntimeVersion: [2, "The new code names no runtime version."],
  NonDefaultComposite: [3, "The account still holds data."],
  NonZeroRefCount: [4, "Something still refers to the account."],
  CallFiltered: [
    5,
    "The chain does not accept this call here: a batch directly inside a batch, for example.",
  ],
  MultiBlockMigrationsOngoing: [6, "A migration is under way."],
  NothingAuthorized: [7, "No upgrade has been authorised."],
  Unauthorized: [8, "The code is not the one that was authorised."],
});
