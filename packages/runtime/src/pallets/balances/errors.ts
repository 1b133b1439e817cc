import { errors } from "@ganglion/frame";

export const Errors = errors({
  VestingBalance: [0, "Part of the balance is vesting."],
  LiquidityRestrictions: [1, "Part of the balance is locked."],
  InsufficientBalance: [2, "The balance is too low for this amount."],
  ExistentialDeposit: [3, "The amount is below the existential deposit of 500 rao."],
  Expendability: [4, "This would close an account that has to stay."],
  ExistingVestingSchedule: [5, "The account already has a vesting schedule."],
  DeadAccount: [6, "The receiving account does not exist."],
  TooManyReserves: [7, "The account has too many named reserves."],
  TooManyHolds: [8, "The account has too many holds."],
  TooManyFreezes: [9, "The account has too many freezes."],
  IssuanceDeactivated: [10, "The issuance cannot be changed now."],
  DeltaZero: [11, "The change is zero."],
});
