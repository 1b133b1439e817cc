/**
 * The `data:` payloads of a server-sent event stream.
 * Ends quietly when the stream does, and where more than `limitBytes` have come: a server may send without end.
 */
export async function* readEvents(
  body: ReadableStream<Uint8Array>,
  limitBytes: number,
): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > limitBytes) return;
      rest += decoder.decode(value, { stream: true });
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const data = dataOf(line);
        if (data !== undefined) yield data;
      }
    }
    const data = dataOf(rest);
    if (data !== undefined) yield data;
  } finally {
    await reader.cancel().catch(() => undefined); // A stream that already broke cannot be cancelled.
  }
}

const dataOf = (line: string): string | undefined =>
  line.startsWith("data:") ? line.slice(5).trim() || undefined : undefined;
