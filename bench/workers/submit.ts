// Sends prepared extrinsics to a node as fast as it takes them, in another process than the node's.
import { readFileSync } from "node:fs";
import { WebSocket } from "ws";
import { answerAsWorker } from "../parts/process.ts";

interface Load {
  readonly port: number;
  /** One extrinsic in hexadecimal per line. */
  readonly file: string;
  /** Requests on their way at a time. */
  readonly depth: number;
}

function submit({
  port,
  file,
  depth,
}: Load): Promise<{ accepted: number; refusal: string | null }> {
  const messages = readFileSync(file, "utf8")
    .split("\n")
    .map(
      (raw, id) =>
        `{"jsonrpc":"2.0","id":${id},"method":"author_submitExtrinsic","params":["${raw}"]}`,
    );
  const ws = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  return new Promise((resolve, reject) => {
    let sent = 0;
    let answered = 0;
    let accepted = 0;
    let refusal: string | null = null;
    const sendNext = (): void => {
      if (sent < messages.length) ws.send(messages[sent++]!);
    };
    ws.on("open", () => {
      for (let i = 0; i < depth; i++) sendNext();
    });
    ws.on("message", (data: Buffer) => {
      const text = data.toString();
      if (text.includes('"error"')) refusal ??= text;
      else accepted++;
      sendNext();
      if (++answered < messages.length) return;
      ws.close();
      resolve({ accepted, refusal });
    });
    ws.on("error", reject);
  });
}

answerAsWorker((load) => submit(load as Load));
