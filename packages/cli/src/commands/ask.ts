import { readFileSync, writeFileSync } from "node:fs";
import { extname } from "node:path";
import type { Command } from "commander";
import pc from "picocolors";
import { CliError, EXIT, print } from "../output.ts";

interface AskFlags {
  readonly subnet: string;
  readonly gateway: string;
  readonly body?: string;
  readonly out?: string;
  readonly json?: boolean;
}

interface Completion {
  readonly choices?: readonly {
    readonly message?: {
      readonly content?: string;
      readonly annotations?: readonly { readonly file?: string; readonly quote?: string }[];
    };
  }[];
}
interface Failure {
  readonly message?: string;
  readonly code?: string;
  readonly hint?: string;
}

/** What came back: its type, its bytes, and the record's id. */
interface Reply {
  readonly type: string;
  readonly bytes: Uint8Array;
  readonly id: string | null;
}

/** @throws CliError UNREACHABLE, or what the gateway refuses with */
async function request(url: string, init?: RequestInit): Promise<Reply> {
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (cause) {
    throw new CliError("UNREACHABLE", `no gateway answers at ${url}`, {
      exit: EXIT.cannotStart,
      hint: "Is the network up? `npm start` (or `ganglion up`) starts it; --gateway names another.",
      cause,
    });
  }
  const reply: Reply = {
    type: response.headers.get("content-type") ?? "",
    bytes: new Uint8Array(await response.arrayBuffer()),
    id: response.headers.get("x-ganglion-query-id"),
  };
  if (response.ok) return reply;
  const { error = {} } = jsonOf<{ error?: Failure }>(reply);
  throw new CliError(
    String(error.code ?? "REFUSED").toUpperCase(),
    error.message ?? `status ${response.status}`,
    {
      exit: response.status === 503 || response.status === 504 ? EXIT.cannotStart : EXIT.refused,
      ...(error.hint ? { hint: error.hint } : {}),
    },
  );
}

function jsonOf<T>({ bytes }: Reply): T {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  } catch (cause) {
    throw new CliError("BAD_ANSWER", "the gateway's answer is no JSON", {
      exit: EXIT.refused,
      cause,
    });
  }
}

const post = (body: string, accept = "*/*"): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json", accept },
  body,
});

/** What a file of this name holds; a subnet that knows several forms gives this one. */
const TYPES: Readonly<Record<string, string>> = {
  ".glb": "model/gltf-binary",
  ".obj": "model/obj",
  ".png": "image/png",
  ".json": "application/json",
};

/** The record of a question, for `--json`. */
const recordOf = async (base: string, { id }: Reply): Promise<object> =>
  id ? jsonOf<object>(await request(`${base}/v1/queries/${id}`)) : {};

/** A question in words. */
async function askInWords(question: string, base: string, flags: AskFlags): Promise<void> {
  const started = Date.now();
  const chat = { model: flags.subnet, messages: [{ role: "user", content: question }] };
  const reply = await request(`${base}/v1/chat/completions`, post(JSON.stringify(chat)));
  const message = jsonOf<Completion>(reply).choices?.[0]?.message;
  const answer = message?.content ?? "";
  const record = flags.json ? await recordOf(base, reply) : {};
  print(
    { ...record, answer, latencyMs: Date.now() - started },
    {
      json: flags.json ?? false,
      text: () => {
        const citations = (message?.annotations ?? []).filter(({ file }) => file);
        const sources = citations
          .map(({ file, quote }) => pc.dim(`  ${file}: “${quote}”`))
          .join("\n");
        return sources ? `${answer}\n${sources}` : answer;
      },
    },
  );
}

function bodyFrom(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    throw new CliError("NO_BODY", `${file} can't be read`, { exit: EXIT.usage, cause });
  }
}

/** The words as the subnet's task. @throws CliError on a subnet that takes none, or not these */
async function bodyOf(question: string, subnet: string): Promise<string> {
  const { loadSubnet, subnetNames } = await import("@ganglion/subnets/registry");
  if (!subnetNames().includes(subnet))
    throw new CliError("UNKNOWN_SUBNET", `there is no subnet ${subnet}`, {
      exit: EXIT.usage,
      hint: `Known: ${subnetNames().join(", ")}.`,
    });
  const { door } = await loadSubnet(subnet);
  if (!door?.chat || !door.present)
    throw new CliError("NO_FILE", `${subnet} answers in words, not with a file`, {
      exit: EXIT.usage,
      hint: "Ask without --out.",
    });
  const asked = door.chat([{ role: "user", content: question }]);
  if (!asked.ok) throw new CliError("BAD_QUESTION", asked.detail, { exit: EXIT.usage });
  return JSON.stringify(asked.value);
}

/** A task in JSON, as `POST /v1/subnets/NAME` takes it; the answer may be a file. */
async function askWithBody(body: string, base: string, flags: AskFlags): Promise<void> {
  const started = Date.now();
  const reply = await request(
    `${base}/v1/subnets/${encodeURIComponent(flags.subnet)}`,
    post(body, TYPES[extname(flags.out ?? "").toLowerCase()]),
  );
  const isJson = /^application\/json\b/.test(reply.type);
  if (flags.out) writeFileSync(flags.out, reply.bytes);
  else if (!isJson)
    throw new CliError("NEEDS_OUT", `the answer is a file (${reply.type})`, {
      exit: EXIT.usage,
      hint: "Name one with --out.",
    });
  const record = flags.json ? await recordOf(base, reply) : {};
  const answer = isJson ? jsonOf<unknown>(reply) : undefined;
  print(
    {
      ...record,
      ...(isJson ? { answer } : {}),
      ...(flags.out ? { file: flags.out, bytes: reply.bytes.length } : {}),
      latencyMs: Date.now() - started,
    },
    {
      json: flags.json ?? false,
      text: () =>
        flags.out ? `${flags.out}: ${reply.bytes.length} bytes` : JSON.stringify(answer, null, 2),
    },
  );
}

export function addAsk(program: Command): void {
  program
    .command("ask")
    .description("One question to the network; the answer on stdout.")
    .argument("[question]", "what to ask")
    .option("--subnet <name>", "who is asked", "prompting")
    .option(
      "--body <file>",
      "a task of the subnet as JSON instead of words, - reads it from stdin; GET /v1/subnets/NAME shows an example",
    )
    .option(
      "--out <file>",
      "where the answer goes if it is a file, e.g. a model of the mesh subnet; its ending chooses the form: .glb, .obj, .png, .json",
    )
    .option(
      "--gateway <url>",
      "where the gateway answers",
      process.env["GANGLION_GATEWAY"] ?? "http://127.0.0.1:8080",
    )
    .option("--json", "the whole record of the question")
    .action(async (question: string | undefined, flags: AskFlags) => {
      const base = flags.gateway.replace(/\/+$/, "").replace(/\/v1$/, "");
      if (flags.body !== undefined) return askWithBody(bodyFrom(flags.body), base, flags);
      if (question === undefined || question.trim() === "")
        throw new CliError("EMPTY_QUESTION", "there is no question", { exit: EXIT.usage });
      if (flags.out !== undefined)
        return askWithBody(await bodyOf(question, flags.subnet), base, flags);
      return askInWords(question, base, flags);
    });
}
