export { gzipBitsPerByte, ngramBitsPerByte, unigramBitsPerByte } from "./baseline/baseline.ts";
export { type Corpus, corpusFromTexts, loadDefaultCorpus } from "./corpus/corpus.ts";
export { sampleBatch } from "./corpus/sample.ts";
export { type Generation, type InnerRun, TrainingEngine } from "./model/engine.ts";
export { type InnerResult, trainInner } from "./model/inner.ts";
export { parametersFromBytes, parametersToBytes } from "./model/parameter-bytes.ts";
export {
  checkShape,
  DEFAULT_SHAPE,
  LARGE_SHAPE,
  layoutOf,
  type ModelShape,
  parameterCount,
  type Tensor,
} from "./model/shape.ts";
export { type Random, randomOf } from "./random.ts";
export { type CompressOptions, compress } from "./update/compress.ts";
export {
  densify,
  indexOverlap,
  norm,
  type SparseUpdate,
  valueAt,
} from "./update/sparse-update.ts";
export {
  type DecodedUpdate,
  decodeUpdate,
  encodeUpdate,
  type UpdateReason,
} from "./update/wire.ts";
