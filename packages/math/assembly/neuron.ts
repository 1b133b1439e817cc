// What is known of one neuron.
import * as input from "./input";

/** Block at which it registered. A uid that isn't there may be asked about too. */
export function registeredAt(uid: u32): u64 {
  return uid < input.knownRegistrations
    ? load<u64>(input.blockAtRegistration + ((<usize>uid) << 3))
    : 0;
}

/** Block of its last weights. */
export function updatedAt(uid: u32): u64 {
  return uid < input.knownUpdates ? load<u64>(input.lastUpdate + ((<usize>uid) << 3)) : 0;
}

export function isOwner(uid: u32): bool {
  return <i32>uid === input.ownerUid;
}
