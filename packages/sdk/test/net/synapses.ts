import { z } from "zod";
import { defineSynapse } from "../../src/index.ts";

// The same as in conformance/python/axon_server.py and dendrite_client.py.
export const Prompting = defineSynapse({
  name: "Prompting",
  request: z.object({ roles: z.array(z.string()), messages: z.array(z.string()).min(1) }),
  answer: z.object({ completion: z.string() }),
  hashFields: ["messages"],
  requiredFields: ["roles", "messages"],
});

export const StreamPrompting = defineSynapse({
  name: "StreamPrompting",
  request: z.object({ messages: z.array(z.string()) }),
  hashFields: ["messages"],
  stream: true,
});

const typed = z.object({
  text: z.string(),
  whole: z.int(),
  real: z.number(),
  flag: z.boolean(),
  reals: z.array(z.number()),
  table: z.record(z.string(), z.unknown()),
  nothing: z.string().nullish(),
});
export const Typed = defineSynapse({
  name: "Typed",
  request: typed,
  answer: typed,
  hashFields: ["text", "whole", "real", "flag", "reals", "table", "nothing"],
  floatFields: ["real", "reals"],
});

export const Slow = defineSynapse({
  name: "Slow",
  request: z.object({ seconds: z.number().default(0) }),
  answer: z.object({}),
});
export const Closed = defineSynapse({
  name: "Closed",
  request: z.object({}),
  answer: z.object({}),
});
export const Broken = defineSynapse({
  name: "Broken",
  request: z.object({}),
  answer: z.object({}),
});
export const Missing = defineSynapse({
  name: "Missing",
  request: z.object({}),
  answer: z.object({}),
});
