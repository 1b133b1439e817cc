// Resident memory of the idle `ganglion node --dev`, ten seconds after its first answer.
import { type Alternative, report, say } from "./parts/figure.ts";
import { pause, residentBytes, type ServerProgram, serve } from "./parts/process.ts";
import { ganglionNode, hardhatNode, hardhatVersion, NO_HARDHAT } from "./parts/programs.ts";

const IDLE_SECONDS = 10;
const MEBIBYTE = 1 << 20;
// A Node that does nothing at all: what no program under it can go below.
const bareNode: ServerProgram = {
  args: (port) => [
    "-e",
    `require("node:http").createServer((_, response) => response.end('{"result":true}')).listen(${port}, "127.0.0.1")`,
  ],
  cwd: process.cwd(),
  method: "any",
};

/** @throws Error where the system does not tell */
async function idleMebibytes(program: ServerProgram): Promise<number> {
  const server = await serve(program);
  await pause(IDLE_SECONDS * 1000);
  const bytes = residentBytes(server.pid);
  await server.stop();
  if (bytes === undefined) throw new Error("only Linux tells the memory of another process");
  return bytes / MEBIBYTE;
}

say(`memory: ${IDLE_SECONDS} s of idling for each`);
const rival = hardhatVersion();
const [ours, fast, bare, theirs] = await Promise.all([
  idleMebibytes(ganglionNode()),
  idleMebibytes(ganglionNode("--fast")),
  idleMebibytes(bareNode),
  rival ? idleMebibytes(hardhatNode) : undefined,
]);
const alternatives: Alternative[] = [
  ...(theirs === undefined ? [] : [{ what: `${rival} node`, value: theirs, measuredHere: true }]),
  { what: "an HTTP server under Node that does nothing", value: bare, measuredHere: true },
];
report({
  figures: [
    {
      what: `resident memory, idle for ${IDLE_SECONDS} s`,
      unit: "MiB",
      ours,
      alternatives,
      goals: [{ text: "≤ 150 MB", value: ours * 1.048576, atMost: 150 }],
    },
    {
      what: `the same with --fast (${IDLE_SECONDS * 4} blocks)`,
      unit: "MiB",
      ours: fast,
      alternatives,
      goals: [{ text: "≤ 150 MB", value: fast * 1.048576, atMost: 150 }],
    },
  ],
  notes: rival ? [] : [NO_HARDHAT],
});
