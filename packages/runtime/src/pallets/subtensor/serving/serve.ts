import { type Ctx, ensureSigned, type Origin } from "@ganglion/frame";
import type { NetUid } from "@ganglion/primitives";
import { Events } from "../events.ts";
import type { NeuronCertificate } from "../types.ts";
import {
  type AxonClaim,
  type PrometheusClaim,
  validateServeAxon,
  validateServePrometheus,
} from "./endpoints.ts";
import { Axons, NeuronCertificates, Prometheus } from "./storage.ts";

/** Most bytes of a public key in a certificate. */
const PUBLIC_KEY_LIMIT = 64;

/** First byte the algorithm, the rest the public key; undefined if there is none or too much. Source: lib.rs */
function certificateOf(raw: Uint8Array): NeuronCertificate | undefined {
  if (raw.length === 0 || raw.length > 1 + PUBLIC_KEY_LIMIT) return undefined;
  return { publicKey: raw.slice(1), algorithm: raw[0]! };
}

/**
 * Notes where the signing hotkey serves. A certificate that isn't one is passed over in silence.
 * @throws Refusal as `validateServeAxon`
 * Source: subnets/serving.rs, do_serve_axon
 */
export function doServeAxon(
  ctx: Ctx,
  origin: Origin,
  {
    netuid,
    claim,
    certificate,
  }: {
    readonly netuid: NetUid;
    readonly claim: AxonClaim;
    readonly certificate?: Uint8Array;
  },
): void {
  const hotkey = ensureSigned(origin);
  validateServeAxon(ctx, hotkey, netuid, claim);
  const shown = certificate && certificateOf(certificate);
  if (shown) NeuronCertificates.set(ctx, netuid, hotkey, shown);
  Axons.set(ctx, netuid, hotkey, { block: ctx.block, ...claim });
  ctx.deposit(Events.AxonServed({ netuid, hotkey }));
}

/** @throws Refusal as `validateServePrometheus`. Source: subnets/serving.rs, do_serve_prometheus */
export function doServePrometheus(
  ctx: Ctx,
  origin: Origin,
  netuid: NetUid,
  claim: PrometheusClaim,
): void {
  const hotkey = ensureSigned(origin);
  validateServePrometheus(ctx, hotkey, netuid, claim);
  Prometheus.set(ctx, netuid, hotkey, { block: ctx.block, ...claim });
  ctx.deposit(Events.PrometheusServed({ netuid, hotkey }));
}
