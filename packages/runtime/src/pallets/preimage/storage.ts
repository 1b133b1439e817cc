import { identity, map } from "@ganglion/frame";
import { h256, tuple, u32 } from "@ganglion/scale";
import { boundedBytesUpTo } from "../../bounded.ts";

import { MAX_SIZE, oldRequestStatus, requestStatus } from "./types.ts";

/** Who wants a preimage, as chains stored it before version 425; moved when it is touched. */
export const StatusFor = map(identity(h256), oldRequestStatus);
/** Who wants a preimage, and who paid for it. */
export const RequestStatusFor = map(identity(h256), requestStatus);
/** The bytes, by hash and length. */
export const PreimageFor = map(identity(tuple(h256, u32)), boundedBytesUpTo(MAX_SIZE));
