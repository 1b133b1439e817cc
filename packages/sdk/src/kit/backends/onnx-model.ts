/** A tensor as the runtime takes and gives it. */
export interface OnnxTensor {
  readonly type: "float32" | "int64" | "int32" | "uint8" | "bool" | "string";
  readonly data: Float32Array | BigInt64Array | Int32Array | Uint8Array | readonly string[];
  readonly dims: readonly number[];
}

/** A model file, loaded. */
export interface OnnxModel {
  /** `onnx:` and the file's name. */
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  run(inputs: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
  stop(): Promise<void>;
}

/** The optional package is missing, or the model can't be read. `hint` says what to do. */
export class OnnxError extends Error {
  readonly code: "ONNX_MISSING" | "ONNX_MODEL";
  readonly hint: string;
  constructor(
    code: OnnxError["code"],
    message: string,
    options: { hint: string; cause?: unknown },
  ) {
    super(message, { cause: options.cause });
    this.name = "OnnxError";
    this.code = code;
    this.hint = options.hint;
  }
}

const PACKAGE = "onnxruntime-node";
/** Its own installer fetches further binaries from elsewhere and fails the whole install where it can't. */
const INSTALL = `ONNXRUNTIME_NODE_INSTALL=skip npm install --no-save ${PACKAGE}@1.30.0`;

type Session = {
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  run(feeds: Record<string, unknown>): Promise<Record<string, OnnxTensor>>;
  release?(): Promise<void>;
};
type Runtime = {
  readonly InferenceSession: { create(file: string): Promise<Session> };
  readonly Tensor: new (type: string, data: unknown, dims: readonly number[]) => unknown;
};

/**
 * Loads a model file, and only now the runtime for it: 290 MB that most miners never need.
 * @param load for tests; imports the optional package unless given
 * @throws OnnxError
 */
export async function onnxModel(
  file: string,
  load: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<OnnxModel> {
  let runtime: Runtime;
  try {
    const loaded = (await load(PACKAGE)) as Runtime & { default?: Runtime };
    runtime = loaded.default ?? loaded;
  } catch (cause) {
    throw new OnnxError("ONNX_MISSING", `the onnx backend needs the package ${PACKAGE}`, {
      hint: `Install it beside Ganglion: ${INSTALL}`,
      cause,
    });
  }
  let session: Session;
  try {
    session = await runtime.InferenceSession.create(file);
  } catch (cause) {
    throw new OnnxError("ONNX_MODEL", `${file} can't be loaded as an ONNX model`, {
      hint: "Is it there, and an .onnx file that this version of the runtime knows?",
      cause,
    });
  }
  return {
    name: `onnx:${file.split(/[\\/]/).at(-1)}`.slice(0, 64),
    inputs: session.inputNames,
    outputs: session.outputNames,
    run: (inputs) =>
      session.run(
        Object.fromEntries(
          Object.entries(inputs).map(([name, { type, data, dims }]) => [
            name,
            new runtime.Tensor(type, data, dims),
          ]),
        ),
      ),
    stop: async () => session.release?.(),
  };
}
