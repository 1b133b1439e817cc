import { type Weight, weigh } from "@ganglion/frame";
import { MAX_PENDING, MAX_PROXIES } from "./constants.ts";

// Announced for the most proxies and announcements that there can be, and not corrected afterwards.
// Source: pallets/proxy/src/weights.rs.
const PROXIES = BigInt(MAX_PROXIES);
const PENDING = BigInt(MAX_PENDING);

interface Measured {
  readonly base: bigint;
  readonly perProxy?: bigint;
  readonly perAnnouncement?: bigint;
  readonly proofSize: bigint;
  readonly reads: bigint;
  readonly writes: bigint;
}
const measured = (figures: Measured): Weight => {
  const { base, perProxy = 0n, perAnnouncement = 0n, proofSize, reads, writes } = figures;
  return weigh(base + perProxy * PROXIES + perAnnouncement * PENDING, proofSize, { reads, writes });
};

export const Weights = {
  /** With one read and one write of the account that is acted for. */
  proxy: measured({
    base: 28_026_265n,
    perProxy: 53_205n,
    proofSize: 4_254n + 37n * PROXIES,
    reads: 3n + 1n,
    writes: 1n + 1n,
  }),
  /** With one read and one write of the account that is acted for. */
  proxyAnnounced: measured({
    base: 53_234_507n,
    perProxy: 54_037n,
    perAnnouncement: 228_831n,
    proofSize: 8_615n + 68n * PENDING + 37n * PROXIES,
    reads: 5n + 1n,
    writes: 3n + 1n,
  }),
  removeAnnouncement: measured({
    base: 25_595_226n,
    perProxy: 40_277n,
    perAnnouncement: 205_163n,
    proofSize: 8_615n,
    reads: 2n,
    writes: 2n,
  }),
  rejectAnnouncement: measured({
    base: 26_388_332n,
    perProxy: 17_846n,
    perAnnouncement: 199_703n,
    proofSize: 8_615n,
    reads: 2n,
    writes: 2n,
  }),
  announce: measured({
    base: 34_286_251n,
    perProxy: 53_615n,
    perAnnouncement: 194_092n,
    proofSize: 8_615n,
    reads: 3n,
    writes: 2n,
  }),
  addProxy: measured({
    base: 25_770_804n,
    perProxy: 80_892n,
    proofSize: 4_254n,
    reads: 1n,
    writes: 1n,
  }),
  removeProxy: measured({
    base: 27_827_049n,
    perProxy: 64_054n,
    proofSize: 4_254n,
    reads: 1n,
    writes: 2n,
  }),
  removeProxies: measured({
    base: 27_407_028n,
    perProxy: 55_808n,
    proofSize: 4_254n,
    reads: 1n,
    writes: 1n,
  }),
  createPure: measured({
    base: 27_853_436n,
    perProxy: 20_160n,
    proofSize: 4_254n,
    reads: 1n,
    writes: 1n,
  }),
  killPure: measured({
    base: 26_529_087n,
    perProxy: 48_014n,
    proofSize: 4_254n,
    reads: 1n,
    writes: 1n,
  }),
  pokeDeposit: measured({ base: 46_757_000n, proofSize: 8_615n, reads: 3n, writes: 3n }),
  setRealPaysFee: measured({
    base: 14_259_931n,
    perProxy: 42_799n,
    proofSize: 4_254n,
    reads: 1n,
    writes: 1n,
  }),
};
