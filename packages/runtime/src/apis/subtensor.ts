import type { RuntimeApi } from "@ganglion/frame";
import { subnetRegistrationApi } from "./subnet-registration.ts";
import { swapApi } from "./swap.ts";

/** The APIs that Bittensor's own clients ask. Source: pallets/subtensor/runtime-api, pallets/swap/runtime-api */
export const subtensorApis: readonly RuntimeApi[] = [subnetRegistrationApi, swapApi];
