import { createServer } from "node:net";
import { networkInterfaces } from "node:os";

const canBind = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(0, host, () => server.close(() => resolve(true)));
  });

/**
 * An address for axons that the chain accepts: 127.0.0.2 where it can be bound (Linux), else the first address
 * of this machine that is no loopback.
 */
export async function defaultAxonIp(): Promise<string | undefined> {
  if (await canBind("127.0.0.2")) return "127.0.0.2";
  for (const addresses of Object.values(networkInterfaces()))
    for (const { address, family, internal } of addresses ?? [])
      if (!internal && family === "IPv4") return address;
  return undefined;
}
