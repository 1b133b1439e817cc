import type { ChainIdentity, SubnetIdentity } from "../types.ts";

/** Bytes that each part may have. Source: utils/identity.rs */
const IDENTITY = {
  name: 256,
  url: 256,
  githubRepo: 256,
  image: 1024,
  discord: 256,
  description: 1024,
  additional: 1024,
} as const;

const SUBNET_IDENTITY = {
  subnetName: 256,
  githubRepo: 1024,
  subnetContact: 1024,
  subnetUrl: 1024,
  discord: 256,
  description: 1024,
  logoUrl: 1024,
  additional: 1024,
} as const;

const fits = <K extends string>(
  parts: { readonly [P in K]: Uint8Array },
  limits: { readonly [P in K]: number },
): boolean => (Object.keys(limits) as K[]).every((part) => parts[part].length <= limits[part]);

// The reference also caps a sum of some of the parts; no parts within their limits reach it.
/** True if every part is short enough. Source: utils/identity.rs */
export function isValidIdentity(identity: ChainIdentity): boolean {
  return fits(identity, IDENTITY);
}

/** True if every part is short enough. Source: utils/identity.rs */
export function isValidSubnetIdentity(identity: SubnetIdentity): boolean {
  return fits(identity, SUBNET_IDENTITY);
}
