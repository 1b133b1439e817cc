import { serveAxon } from "./calls/serve-axon.ts";
import { serveAxonTls } from "./calls/serve-axon-tls.ts";
import { servePrometheus } from "./calls/serve-prometheus.ts";

export const servingCalls = { serveAxon, servePrometheus, serveAxonTls };
