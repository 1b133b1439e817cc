import { setIdentity } from "./calls/set-identity.ts";
import { setSubnetIdentity } from "./calls/set-subnet-identity.ts";

export const identityCalls = { setIdentity, setSubnetIdentity };
