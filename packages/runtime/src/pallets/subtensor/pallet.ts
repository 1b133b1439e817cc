import { pallet } from "@ganglion/frame";
import { childrenCalls } from "./children/calls.ts";
import * as children from "./children/storage.ts";
import * as coinbase from "./coinbase/storage.ts";
import { Constants } from "./constants.ts";
import { epochCalls } from "./epoch/calls.ts";
import * as epoch from "./epoch/storage.ts";
import { Errors } from "./errors.ts";
import { Events } from "./events.ts";
import { identityCalls } from "./identity/calls.ts";
import * as identity from "./identity/storage.ts";
import { keysCalls } from "./keys/calls.ts";
import * as keys from "./keys/storage.ts";
import { leasingCalls } from "./leasing/calls.ts";
import * as leasing from "./leasing/storage.ts";
import { locksCalls } from "./locks/calls.ts";
import * as locks from "./locks/storage.ts";
import { registrationCalls } from "./registration/calls.ts";
import * as registration from "./registration/storage.ts";
import { rootCalls } from "./root/calls.ts";
import * as root from "./root/storage.ts";
import { servingCalls } from "./serving/calls.ts";
import * as serving from "./serving/storage.ts";
import { stakingCalls } from "./staking/calls.ts";
import * as staking from "./staking/storage.ts";
import { subnetsCalls } from "./subnets/calls.ts";
import * as subnets from "./subnets/storage.ts";
import { weightsCalls } from "./weights/calls.ts";
import * as weights from "./weights/storage.ts";

/** Subnets, neurons, stake, weights, emission: what Bittensor is. */
export const SubtensorModule = pallet({
  name: "SubtensorModule",
  index: 7,
  module: "pallet_subtensor::pallet",
  storage: {
    ...subnets,
    ...registration,
    ...staking,
    ...children,
    ...locks,
    ...root,
    ...keys,
    ...identity,
    ...serving,
    ...leasing,
    ...weights,
    ...epoch,
    ...coinbase,
  },
  constants: Constants,
  errors: Errors,
  events: Events,
  calls: {
    ...subnetsCalls,
    ...registrationCalls,
    ...stakingCalls,
    ...childrenCalls,
    ...locksCalls,
    ...rootCalls,
    ...keysCalls,
    ...identityCalls,
    ...servingCalls,
    ...leasingCalls,
    ...weightsCalls,
    ...epochCalls,
  },
});
