import { constant, READ_PS, type Weight, WRITE_PS } from "@ganglion/frame";
import { U64_MAX } from "@ganglion/math";
import { u16, u32 } from "@ganglion/scale";
import { blockLength, blockWeights, runtimeDbWeight, runtimeVersion } from "./types.ts";
import { version } from "./version.ts";

const of = (refTime: bigint, proofSize = 0n): Weight => ({ refTime, proofSize });
/** Every extrinsic costs this much before its call is counted. */
const BASE_EXTRINSIC = of(108_157_000n);

export const Constants = {
  /** Four seconds of work in a block, three of them for normal calls. */
  BlockWeights: constant(blockWeights, {
    baseBlock: of(431_614_000n),
    maxBlock: of(4_000_000_000_000n, U64_MAX),
    perClass: {
      normal: {
        baseExtrinsic: BASE_EXTRINSIC,
        maxExtrinsic: of(2_599_891_843_000n, 11_990_383_647_911_208_550n),
        maxTotal: of(3_000_000_000_000n, 13_835_058_055_282_163_711n),
        reserved: of(0n),
      },
      operational: {
        baseExtrinsic: BASE_EXTRINSIC,
        maxExtrinsic: of(3_599_891_843_000n, 16_602_069_666_338_596_454n),
        maxTotal: of(4_000_000_000_000n, U64_MAX),
        reserved: of(1_000_000_000_000n, 4_611_686_018_427_387_904n),
      },
      mandatory: {
        baseExtrinsic: BASE_EXTRINSIC,
        maxExtrinsic: undefined,
        maxTotal: undefined,
        reserved: undefined,
      },
    },
  }),
  /** Bytes of a block by class. */
  BlockLength: constant(blockLength, {
    max: { normal: 7_864_320, operational: 10_485_760, mandatory: 10_485_760 },
  }),
  /** Blocks whose hashes the chain remembers. */
  BlockHashCount: constant(u32, 2400),
  DbWeight: constant(runtimeDbWeight, { read: READ_PS, write: WRITE_PS }),
  Version: constant(runtimeVersion, version),
  SS58Prefix: constant(u16, 42),
};
