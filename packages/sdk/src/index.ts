export { accountOf } from "@ganglion/crypto";
export {
  accountFrom,
  type BlockRef,
  ChainClient,
  type ConnectOptions,
  type LiveApi,
  type SocketClass,
} from "./chain/client.ts";
export { ChainError, type ChainErrorCode, refusalName, refused } from "./chain/error.ts";
export {
  type AxonAddress,
  ipNumber,
  ipText,
  type Metagraph,
  metagraph,
  type Neuron,
} from "./chain/metagraph.ts";
export {
  type CallArgs,
  type CallRef,
  type SubmitOptions,
  type Submitted,
  submit,
  transactionOf,
} from "./chain/submit.ts";
export {
  accountOfUri,
  DEMO_GATEWAY_URI,
  type DemoNeuron,
  type DemoSubnet,
  demoSubnet,
  keyOf,
} from "./demo/cast.ts";
export { setUpSubnet } from "./demo/set-up.ts";
export { EventFile } from "./figures/event-file.ts";
export { curves, type FollowOptions, followFigures } from "./figures/follow.ts";
export { prometheusText } from "./figures/prometheus.ts";
export {
  type NeuronFigures,
  type SubnetFigures,
  subnetFigures,
  subnetNumbers,
  validatorTrusts,
} from "./figures/read.ts";
export { answerHash, commitSynapse, revealSynapse } from "./kit/answer-commit.ts";
export { MINER_ATTACKS } from "./kit/attacks/miner-attack.ts";
export { VALIDATOR_ATTACKS, weightCopier } from "./kit/attacks/validator-attack.ts";
export {
  BACKEND_KINDS,
  type BackendConfig,
  type BackendKind,
  type Engine,
  type EngineSetup,
  type KitDocument,
} from "./kit/backend.ts";
export {
  type ChatModel,
  ChatModelError,
  type ChatModelOptions,
  type ChatTrouble,
  chatModel,
} from "./kit/backends/chat-model.ts";
export {
  CommandError,
  type CommandOptions,
  CommandProcess,
  type CommandTrouble,
} from "./kit/backends/command-process.ts";
export {
  OnnxError,
  type OnnxModel,
  type OnnxTensor,
  onnxModel,
} from "./kit/backends/onnx-model.ts";
export {
  BODY_LIMITS,
  type BodyLimits,
  type BodyReason,
  checkBody,
  readJson,
  utf8Length,
} from "./kit/body-limits.ts";
export { type CommittedSecret, commitSecret, secretHash } from "./kit/challenge.ts";
export type {
  AskedAs,
  ChatMessage,
  DoorChecked,
  DoorQuery,
  Presented,
  UserDoor,
} from "./kit/door.ts";
export { type KitOption, numberBetween, type OptionValues, readOptions } from "./kit/option.ts";
export {
  type AnswerRecord,
  type AnswerStatus,
  type Outcome,
  outcomeShape,
} from "./kit/outcome.ts";
export {
  type AuditFinding,
  auditWindow,
  type WindowRecord,
  windowsSynapse,
} from "./kit/question/audit.ts";
export type {
  Answered,
  Engines,
  JudgeContext,
  Judged,
  JudgedByUser,
  QuestionAttackers,
  QuestionDoor,
  QuestionSubnet,
  ReadAnswer,
  Task,
  Told,
} from "./kit/question/declaration.ts";
export { type DeclaredQuestions, questionSubnet } from "./kit/question/question-subnet.ts";
export { type Random, randomFrom, type Seed, seedBytes } from "./kit/random.ts";
export {
  type MinerSetup,
  type NeuronSetup,
  type RunningMiner,
  readAttack,
  runMiner,
  runValidator,
  statsSynapse,
  type ValidatorSetup,
} from "./kit/run-neuron.ts";
export {
  type Attack,
  attachRoutes,
  type DemoMiner,
  type DemoPlayers,
  dendriteOf,
  type MinerParts,
  type MinerPlace,
  type MinerSide,
  type NeuronPlace,
  type Route,
  route,
  type Subnet,
  type ValidatorParts,
  type ValidatorPlace,
  type ValidatorSide,
  type ValidatorView,
} from "./kit/subnet.ts";
export { type WeightOptions, weightsFromRewards } from "./kit/weights-from-rewards.ts";
export {
  type AttachOptions,
  Axon,
  type AxonEvent,
  type AxonInfo,
  type AxonOptions,
  type CallContext,
  type Forward,
  ping,
} from "./net/axon.ts";
export { AxonError } from "./net/axon-error.ts";
export type { CallFailure, CallFailureCode } from "./net/call-failure.ts";
export { DeadlineError } from "./net/deadline.ts";
export {
  type AnswerStream,
  type AxonTarget,
  type CallOptions,
  type CallRecord,
  type CallResult,
  Dendrite,
  type DendriteOptions,
} from "./net/dendrite.ts";
export { type NetEnv, outside, platformNetEnv, sleep } from "./net/env.ts";
export { httpTransport } from "./net/http-transport.ts";
export { type Delivery, MemoryNetwork, type MemoryNetworkOptions } from "./net/memory-transport.ts";
export { pythonStr } from "./net/python-text.ts";
export {
  type AnswerOf,
  type AnySynapse,
  bodyHash,
  type Checked,
  defineSynapse,
  type RequestOf,
  type Shape,
  type StreamSynapse,
  type Synapse,
} from "./net/synapse.ts";
export type { TerminalInfo } from "./net/terminal.ts";
export {
  type Body,
  type Headers,
  type Listening,
  type ServerHandler,
  type ServerRequest,
  type ServerResponse,
  TooLargeError,
  type Transport,
  TransportError,
  type TransportErrorCode,
  type TransportRequest,
  type TransportResponse,
} from "./net/transport.ts";
export { V10_VERSION, v10 } from "./net/v10.ts";
export {
  BodyMismatchError,
  type Claims,
  type NonceMemory,
  NotVerifiedError,
  type OutgoingCall,
  type SignedCall,
  type Verifier,
  type WireFormat,
} from "./net/wire-format.ts";
export { Averages, type Reward, type Standing } from "./neuron/averages.ts";
export {
  type MinerOptions,
  type NeuronLog,
  type RunningNeuron,
  startMiner,
} from "./neuron/miner.ts";
export { announceAxon, requireUid } from "./neuron/registration.ts";
export {
  type BeaconClock,
  type EpochSchedule,
  revealBlock,
  roundKnownAt,
} from "./neuron/reveal-schedule.ts";
export { seedOf } from "./neuron/seed.ts";
export {
  commitTimelockedWeights,
  type TimelockTerms,
  timelockedCommit,
  timelockTerms,
} from "./neuron/timelocked-weights.ts";
export {
  type Mechanism,
  type Round,
  type RunningValidator,
  startValidator,
  type ValidatorOptions,
  type WeightsSet,
} from "./neuron/validator.ts";
export { stakedAtLeast, validatorsOnly } from "./neuron/validators-only.ts";
export { setWeights, type WireWeights, wireWeights } from "./neuron/weights.ts";
export {
  argon2Key,
  type DeriveKey,
  decryptKeyfile,
  type Encryption,
  encryptionOf,
  encryptKeyfile,
} from "./wallet/encryption.ts";
export { decodePassword, encodePassword, passwordVariable } from "./wallet/env-password.ts";
export { WalletError, type WalletErrorCode } from "./wallet/error.ts";
export { keyfileExists, readKeyfile, writeKeyfiles } from "./wallet/keyfile.ts";
export {
  type KeyfileContent,
  parseKeyfile,
  publicKeyfile,
  secretKeyfile,
} from "./wallet/keyfile-data.ts";
export { type ListedKey, type ListedWallet, listWallets } from "./wallet/list.ts";
export {
  defaultWalletsDir,
  type KeyRole,
  keyPaths,
  type WalletRef,
  walletsDir,
} from "./wallet/paths.ts";
export {
  type CreatedKey,
  type CreateKeyOptions,
  changePassword,
  createKey,
  type KeySource,
  loadAccount,
  loadKey,
  writePublicKey,
} from "./wallet/wallet.ts";
