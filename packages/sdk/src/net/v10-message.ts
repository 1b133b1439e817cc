import { utf8Bytes } from "@ganglion/primitives";
import { headerText, type TerminalInfo, terminalHeaders, terminalJson } from "./terminal.ts";
import type { Headers } from "./transport.ts";

/** A question or an answer as v10 writes it. `fields`: the synapse's own; both, in an answer. */
export type V10Message = {
  name: string;
  timeoutMs: number;
  dendrite: TerminalInfo;
  axon: TerminalInfo;
  bodyHash: string;
  fields: Record<string, unknown>;
  requiredFields: readonly string[];
};

// The record of the call comes first in the body; a synapse's own field cannot take one of its places.
const RECORD_FIELDS = [
  "name",
  "timeout",
  "total_size",
  "header_size",
  "dendrite",
  "axon",
  "computed_body_hash",
];

/** Headers and JSON body. Source: bittensor core/synapse.py, `to_headers` and the order of its fields. */
export function v10Message(message: V10Message): { headers: Headers; body: Uint8Array } {
  const { name, dendrite, axon, bodyHash, fields } = message;
  const timeout = seconds(message.timeoutMs);
  const record = [
    JSON.stringify(name),
    timeout,
    "0",
    "0",
    terminalJson(dendrite),
    terminalJson(axon),
    '""',
  ];
  const own = Object.entries(fields)
    .filter(([field, value]) => value !== undefined && !RECORD_FIELDS.includes(field))
    .map(([field, value]) => `${JSON.stringify(field)}:${JSON.stringify(value)}`);
  const all = [...record.map((json, i) => `"${RECORD_FIELDS[i]}":${json}`), ...own];
  const body = utf8Bytes(`{${all.join(",")}}`);
  const headers: Headers = {
    "content-type": "application/json",
    name,
    timeout,
    ...terminalHeaders("axon", axon),
    ...terminalHeaders("dendrite", dendrite),
    ...requiredHeaders(message.requiredFields, fields),
  };
  let headerBytes = 0;
  for (const [header, value] of Object.entries(headers))
    headerBytes += header.length + value.length;
  // DEVIATION(0007): bytes; the reference counts the memory of its Python objects, which nobody can rely on.
  headers["header_size"] = String(headerBytes);
  headers["total_size"] = String(headerBytes + body.length);
  headers["computed_body_hash"] = headerText(bodyHash);
  return { headers, body };
}

/** Seconds as Python prints a float. */
function seconds(ms: number): string {
  const text = String(ms / 1000);
  return /^\d+$/.test(text) ? `${text}.0` : text;
}

/** An empty value of each required field's type: the axon builds its object from headers before it reads the body. */
function requiredHeaders(required: readonly string[], fields: Record<string, unknown>): Headers {
  const out: Headers = {};
  for (const field of required) {
    const value = fields[field];
    if (value === undefined || value === null) continue;
    out[`bt_header_input_obj_${field}`] = btoa(JSON.stringify(emptyLike(value)));
  }
  return out;
}

function emptyLike(value: unknown): unknown {
  if (Array.isArray(value)) return [];
  if (typeof value === "string") return "";
  if (typeof value === "boolean") return false;
  return typeof value === "number" || typeof value === "bigint" ? 0 : {};
}
