export {
  blake2_64,
  blake2_128,
  blake2_256,
  blake2_256Hex,
  blake2_512,
  hashHex,
  twox64,
  twox128,
  twox256,
} from "./hash.ts";
