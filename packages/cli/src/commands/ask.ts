import type { Command } from "commander";
import pc from "picocolors";
import { CliError, EXIT, print } from "../output.ts";

interface AskFlags {
  readonly subnet: string;
  readonly gateway: string;
  readonly json?: boolean;
}

interface Completion {
  readonly choices?: readonly {
    readonly message?: {
      readonly content?: string;
      readonly annotations?: readonly { readonly file?: string; readonly quote?: string }[];
    };
  }[];
  readonly error?: { readonly message?: string; readonly code?: string; readonly hint?: string };
}

async function read<T>(
  url: string,
  init?: RequestInit,
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: T }> {
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
  try {
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as T,
    };
  } catch (cause) {
    throw new CliError(
      "BAD_ANSWER",
      `the gateway's answer (status ${response.status}) is no JSON`,
      { exit: EXIT.refused, cause },
    );
  }
}

export function addAsk(program: Command): void {
  program
    .command("ask")
    .description("One question to the network; the answer on stdout.")
    .argument("<question>", "what to ask")
    .option("--subnet <name>", "who is asked", "prompting")
    .option(
      "--gateway <url>",
      "where the gateway answers",
      process.env["GANGLION_GATEWAY"] ?? "http://127.0.0.1:8080",
    )
    .option("--json", "the whole record of the question")
    .action(async (question: string, flags: AskFlags) => {
      if (question.trim() === "")
        throw new CliError("EMPTY_QUESTION", "there is no question", { exit: EXIT.usage });
      const base = flags.gateway.replace(/\/+$/, "").replace(/\/v1$/, "");
      const started = Date.now();
      const { status, headers, body } = await read<Completion>(`${base}/v1/chat/completions`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          model: flags.subnet,
          messages: [{ role: "user", content: question }],
        }),
      });
      if (body.error)
        throw new CliError(
          String(body.error.code ?? "REFUSED").toUpperCase(),
          body.error.message ?? `status ${status}`,
          {
            exit: status === 503 || status === 504 ? EXIT.cannotStart : EXIT.refused,
            ...(body.error.hint ? { hint: body.error.hint } : {}),
          },
        );
      const message = body.choices?.[0]?.message;
      const answer = message?.content ?? "";
      const id = headers.get("x-ganglion-query-id");
      const record = flags.json && id ? (await read<object>(`${base}/v1/queries/${id}`)).body : {};
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
    });
}
