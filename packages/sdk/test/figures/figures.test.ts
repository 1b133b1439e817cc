import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { netUid, utf8Bytes } from "@ganglion/primitives";
import { afterAll, expect, test } from "vitest";
import { crc32c, record } from "../../src/figures/event-file.ts";
import { EventFile, prometheusText, type SubnetFigures } from "../../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "ganglion-events-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const figures: SubnetFigures = {
  netuid: netUid(2),
  name: 'a "name"\n',
  block: 40,
  lastStep: 40,
  neurons: [
    {
      uid: 3,
      hotkey: "5Grw",
      incentive: 0.5,
      dividends: 0,
      validatorTrust: 1,
      emission: 2.25,
      stake: 7,
      latencySeconds: undefined,
    },
  ],
  stats: { window: 12 },
};

test("a subnet's figures in the text format of Prometheus", () => {
  const text = prometheusText([figures]);
  const about = 'netuid="2",subnet="a \\"name\\"\\n",uid="3",hotkey="5Grw"';
  expect(text).toContain("# TYPE ganglion_neuron_incentive gauge\n");
  expect(text).toContain(`ganglion_neuron_incentive{${about}} 0.5\n`);
  expect(text).toContain(`ganglion_neuron_validator_trust{${about}} 1\n`);
  expect(text).toContain(`ganglion_neuron_emission_alpha{${about}} 2.25\n`);
  expect(text).toContain('stat="window"} 12\n');
  expect(text).not.toContain("latency");
  expect(prometheusText([])).toBe("");
});

test("checksums are CRC-32C", () => {
  // RFC 3720, appendix B.4: thirty-two zeros, thirty-two ones; and the usual check value.
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
  expect(crc32c(utf8Bytes("123456789"))).toBe(0xe3069283);
});

test("an event file holds its version, then a record per step", () => {
  const env = { now: () => 1_500, after: () => ({ cancel() {} }), random: () => new Uint8Array(4) };
  const file = new EventFile(join(folder, "runs"), env);
  file.scalars(300, { loss: 0.5, none: undefined, broken: Number.NaN });
  file.scalars(301, { broken: Number.NaN });
  expect(file.path).toMatch(/events\.out\.tfevents\.0000000001\.ganglion\.00000000$/);
  // Worked out by hand from event.proto: wall_time 1.5, file_version; then step 300 and loss 0.5.
  const first = Buffer.from([
    9,
    0,
    0,
    0,
    0,
    0,
    0,
    0xf8,
    0x3f,
    26,
    13,
    ...utf8Bytes("brain.Event:2"),
  ]);
  const second = Buffer.from([
    ...[9, 0, 0, 0, 0, 0, 0, 0xf8, 0x3f],
    ...[16, 0xac, 0x02],
    ...[42, 13, 10, 11, 10, 4, ...utf8Bytes("loss"), 21, 0, 0, 0, 0x3f],
  ]);
  expect(readFileSync(file.path)).toEqual(Buffer.concat([record(first), record(second)]));
});
