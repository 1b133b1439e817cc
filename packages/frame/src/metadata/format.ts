import {
  bytes,
  type Codec,
  compact,
  literals,
  type Of,
  option,
  readLength,
  str,
  struct,
  u8,
  u32,
  type Variants,
  variant,
  vec,
  writeLength,
} from "@ganglion/scale";

// Metadata as it travels, versions 14 and 15. Source: the crates scale-info (portable types) and
// frame-metadata. Only bytes count here: nobody asks what these types are called.

/** The number of a type in the registry. */
const typeId: Codec<number> = {
  type: compact(u32).type,
  write: writeLength,
  read: readLength,
};
const texts = vec(str);

const field = struct("Field", {
  name: option(str),
  type: typeId,
  typeName: option(str),
  docs: texts,
});
const definition = variant("TypeDef", {
  composite: vec(field),
  variant: vec(struct("Variant", { name: str, fields: vec(field), index: u8, docs: texts })),
  sequence: typeId,
  array: { length: u32, of: typeId },
  tuple: vec(typeId),
  primitive: literals("TypeDefPrimitive", [
    "bool",
    "char",
    "str",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "u256",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "i256",
  ]),
  compact: typeId,
});
const portableType = struct("PortableType", {
  id: typeId,
  path: texts,
  params: vec(struct("TypeParameter", { name: str, type: option(typeId) })),
  def: definition,
  docs: texts,
});
/** A field as the metadata's type registry lists it. */
export type PortableField = Of<typeof field>;
/** A type as the metadata's type registry lists it. */
export type PortableType = Of<typeof portableType>;

const hasher = literals("StorageHasher", [
  "Blake2_128",
  "Blake2_256",
  "Blake2_128Concat",
  "Twox128",
  "Twox256",
  "Twox64Concat",
  "Identity",
]);
const storageEntry = struct("StorageEntryMetadata", {
  name: str,
  modifier: literals("StorageEntryModifier", ["Optional", "Default"]),
  type: variant("StorageEntryType", {
    plain: typeId,
    map: { hashers: vec(hasher), key: typeId, value: typeId },
  }),
  fallback: bytes,
  docs: texts,
});
export type StorageEntry = Of<typeof storageEntry>;

const palletStorage = option(struct("PalletStorage", { prefix: str, items: vec(storageEntry) }));
const constants = vec(struct("Constant", { name: str, type: typeId, value: bytes, docs: texts }));
const pallet14 = struct("Pallet", {
  name: str,
  storage: palletStorage,
  calls: option(typeId),
  events: option(typeId),
  constants,
  errors: option(typeId),
  index: u8,
});
const pallet15 = struct("Pallet", {
  name: str,
  storage: palletStorage,
  calls: option(typeId),
  events: option(typeId),
  constants,
  errors: option(typeId),
  index: u8,
  docs: texts,
});
export type PalletEntry = Of<typeof pallet15>;
const extensions = vec(
  struct("SignedExtension", { identifier: str, type: typeId, additionalSigned: typeId }),
);
const namedType = struct("NamedType", { name: str, type: typeId });

const v14 = struct("V14", {
  types: vec(portableType),
  pallets: vec(pallet14),
  extrinsic: struct("Extrinsic", { type: typeId, version: u8, extensions }),
  runtime: typeId,
});
const method = struct("Method", {
  name: str,
  inputs: vec(namedType),
  output: typeId,
  docs: texts,
});
const v15 = struct("V15", {
  types: vec(portableType),
  pallets: vec(pallet15),
  extrinsic: struct("Extrinsic", {
    version: u8,
    address: typeId,
    call: typeId,
    signature: typeId,
    extra: typeId,
    extensions,
  }),
  runtime: typeId,
  apis: vec(struct("RuntimeApi", { name: str, methods: vec(method), docs: texts })),
  outerEnums: struct("OuterEnums", { call: typeId, event: typeId, error: typeId }),
  custom: vec(struct("CustomValue", { name: str, type: typeId, value: bytes })),
});

/** `meta`, little-endian. */
export const MAGIC = 0x6174656d;
/** Metadata with its magic number in front. */
export const metadataFormat = struct("RuntimeMetadataPrefixed", {
  magic: u32,
  metadata: variant("RuntimeMetadata", { v14, v15 } satisfies Variants, {
    indices: { v14: 14, v15: 15 },
  }),
});
