import { weigh } from "@ganglion/frame";
import { serveAxon } from "../serving/calls/serve-axon.ts";
import { serveAxonTls } from "../serving/calls/serve-axon-tls.ts";
import { servePrometheus } from "../serving/calls/serve-prometheus.ts";
import { validateServeAxon, validateServePrometheus } from "../serving/endpoints.ts";
import { argsOf, type Guard, oneOf } from "./guard.ts";

/** Serving is free, so what would be refused must not get into a block. Source: guards/check_serving_endpoints.rs */
export const checkServingEndpoints: Guard = {
  weight: weigh(19_035_000n, 4112n, { reads: 3n }),
  appliesTo: oneOf(serveAxon, serveAxonTls, servePrometheus),
  check(ctx, origin, call) {
    if (origin.kind !== "signed") return;
    const axon = argsOf(call, serveAxon) ?? argsOf(call, serveAxonTls);
    if (axon) validateServeAxon(ctx, origin.who, axon.netuid, axon);
    const prometheus = argsOf(call, servePrometheus);
    if (prometheus) validateServePrometheus(ctx, origin.who, prometheus.netuid, prometheus);
  },
};
