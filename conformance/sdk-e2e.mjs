// The SDK's own end-to-end tests, each against a fresh chain of this checkout:
// `CLIENT_TESTS=… MIRROR=… TEMPLATE_MIRROR=… node conformance/sdk-e2e.mjs [test_axon…] [arguments of pytest]`
// CLIENT_TESTS is the folder of run-sdk-e2e.sh, MIRROR and TEMPLATE_MIRROR are bare git folders of
// opentensor/bittensor and opentensor/subnet-template. Results: sdk-e2e.md.
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const SELF = fileURLToPath(import.meta.url);
const CLI = join(import.meta.dirname, "../packages/cli/bin/ganglion.js");
/** A documentation address (RFC 5737): nobody is there. */
const ADDRESS = "203.0.113.7";

const pause = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

function runs(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Ends the chain of the test before, which a run of this script started. */
function stopChain(pidFile) {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, "utf8"));
  rmSync(pidFile);
  if (runs(pid)) process.kill(pid);
  for (let waited = 0; runs(pid) && waited < 5_000; waited += 50) pause(50);
  if (runs(pid)) process.kill(pid, "SIGKILL");
}

/** What the harness calls before a test: a fresh chain in the background, as bin/localnet.sh but on a free port. */
function freshChain() {
  const { SDK_E2E_WORK: work, SDK_E2E_PORT: port, FAST_BLOCKS: fast } = process.env;
  const pidFile = join(work, "node.pid");
  stopChain(pidFile);
  const log = openSync(join(work, "node.log"), "w");
  const speed = fast === "False" ? [] : ["--fast"];
  const ports = ["--rpc-port", port, "--metrics-port", "0"];
  const node = spawn(
    process.execPath,
    [
      CLI,
      "node",
      "--dev",
      ...speed,
      "--drand",
      "off",
      "--finality-lag",
      "2",
      "--rpc-methods",
      "unsafe",
      ...ports,
    ],
    { stdio: ["ignore", log, log], detached: true },
  );
  writeFileSync(pidFile, String(node.pid));
  node.unref();
}

const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

/** The SDK asks public services for its own address; where there are none, this answers in their place. */
function offlineCurl(work) {
  const bin = join(work, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, "curl"), `#!/bin/sh\nprintf ${ADDRESS}\n`);
  chmodSync(join(bin, "curl"), 0o755);
  return bin;
}

/** Names of the test files: those asked for, or all. */
function testFiles(wanted) {
  if (wanted.length > 0) return wanted;
  const tree = ["ls-tree", "--name-only", process.env.REF ?? "HEAD", "tests/e2e_tests/"];
  const { stdout } = spawnSync("git", ["--git-dir", process.env.MIRROR, ...tree], {
    encoding: "utf8",
  });
  return [...stdout.matchAll(/(test_\w+)\.py/g)].map(([, name]) => name);
}

/** One report of several: the harness sums up one file. */
function sumUp(reports, work) {
  const cases = reports.filter(existsSync).flatMap((report) => {
    const [, inside] =
      /<testsuite [^>]*>(.*)<\/testsuite>/s.exec(readFileSync(report, "utf8")) ?? [];
    return inside ?? [];
  });
  const all = join(work, "sdk-e2e.xml");
  writeFileSync(
    all,
    `<testsuites><testsuite name="sdk-e2e">${cases.join("")}</testsuite></testsuites>`,
  );
  spawnSync("python3", [join(process.env.CLIENT_TESTS, "summary.py"), all], { stdio: "inherit" });
}

async function runTests(args) {
  const missing = ["CLIENT_TESTS", "MIRROR", "TEMPLATE_MIRROR"].filter(
    (name) => !process.env[name],
  );
  if (missing.length > 0) {
    process.stderr.write(`set ${missing.join(", ")}: see the head of ${SELF}\n`);
    return 2;
  }
  const work = process.env.WORK ?? join(tmpdir(), "ganglion-sdk-e2e");
  mkdirSync(work, { recursive: true });
  const port = String(await freePort());
  const env = {
    FRESH_WAIT: "150",
    ...process.env,
    WORK: work,
    SDK_E2E_WORK: work,
    SDK_E2E_PORT: port,
    FRESH_CMD: `"${process.execPath}" "${SELF}" fresh`,
    FAKE_EXTERNAL_IP: ADDRESS,
    PATH: `${offlineCurl(work)}${delimiter}${process.env.PATH}`,
    // From 10.5 on the SDK ignores the command line unless told otherwise; the template neurons need theirs.
    BT_NO_PARSE_CLI_ARGS: "false",
  };
  const script = join(process.env.CLIENT_TESTS, "run-sdk-e2e.sh");
  const options = args.findIndex((each) => each.startsWith("-"));
  const files = testFiles(options < 0 ? args : args.slice(0, options));
  const pytest = options < 0 ? [] : args.slice(options);
  const at = pytest.indexOf("-k");
  const chosen = at < 0 ? "" : ` and (${pytest.splice(at, 2)[1]})`;
  const reports = [];
  // The event loop that a blocking test leaves behind is none for those that await: a process for each kind.
  for (const file of files)
    for (const kind of ["not async", "async"]) {
      const report = join(work, `${file}-${kind.replace(" ", "-")}.xml`);
      rmSync(report, { force: true });
      reports.push(report);
      spawnSync("bash", [script, `ws://127.0.0.1:${port}`, "-k", kind + chosen, ...pytest], {
        env: { ...env, PYTEST_PATHS: `tests/e2e_tests/${file}.py`, JUNIT: report },
        stdio: "inherit",
      });
    }
  stopChain(join(work, "node.pid"));
  sumUp(reports, work);
  return 0;
}

const args = process.argv.slice(2);
if (args[0] === "fresh") freshChain();
else process.exitCode = await runTests(args);
