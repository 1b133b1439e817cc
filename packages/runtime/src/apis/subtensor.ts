import type { RuntimeApi } from "@ganglion/frame";
import { delegateInfoApi } from "./delegate-info.ts";
import { neuronInfoApi } from "./neuron-info.ts";
import { proxyFilterApi } from "./proxy-filter.ts";
import { stakeInfoApi } from "./stake-info.ts";
import { subnetInfoApi } from "./subnet-info.ts";
import { subnetRegistrationApi } from "./subnet-registration.ts";
import { swapApi } from "./swap.ts";

/** The APIs that Bittensor's own clients ask. Source: pallets/subtensor/runtime-api, pallets/swap/runtime-api */
export const subtensorApis: readonly RuntimeApi[] = [
  delegateInfoApi,
  neuronInfoApi,
  subnetInfoApi,
  stakeInfoApi,
  subnetRegistrationApi,
  proxyFilterApi,
  swapApi,
];
