import { blake2, identity, map, map2 } from "@ganglion/frame";
import { accountId, netUid, u64 } from "@ganglion/scale";
import { axonInfo, neuronCertificate, prometheusInfo } from "../types.ts";

export const ServingRateLimit = map(identity(netUid), u64, 50n);
export const Axons = map2(identity(netUid), blake2(accountId), axonInfo);
export const NeuronCertificates = map2(identity(netUid), blake2(accountId), neuronCertificate);
export const Prometheus = map2(identity(netUid), blake2(accountId), prometheusInfo);
