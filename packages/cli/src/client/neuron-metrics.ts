/**
 * Figures of every neuron of every subnet for the node's metrics port, read once per block. The client that reads them
 * is loaded and connected at the first scrape: a node that nobody scrapes carries none.
 * @param rpc asked when it is needed: the port may not be known before the node runs
 */
export function neuronMetrics(rpc: () => string): {
  read(): Promise<string>;
  close(): Promise<void>;
} {
  type Reader = { readonly text: () => Promise<string>; readonly close: () => void };
  let reader: Promise<Reader> | undefined;
  const connect = async (): Promise<Reader> => {
    const [sdk, { keypairFromUri, platformRandom }, { toHex }] = await Promise.all([
      import("@ganglion/sdk"),
      import("@ganglion/crypto"),
      import("@ganglion/primitives"),
    ]);
    const client = await sdk.ChainClient.connect({ url: rpc() });
    // Nobody needs to know who asks for figures.
    const dendrite = new sdk.Dendrite({ keypair: keypairFromUri(toHex(platformRandom(32))) });
    let known: { readonly block: number; readonly text: Promise<string> } | undefined;
    const all = async () => {
      const numbers = await sdk.subnetNumbers(client);
      const read = await Promise.allSettled(
        numbers.map((netuid) => sdk.subnetFigures(client, netuid, dendrite)),
      );
      return sdk.prometheusText(
        read.flatMap((each) => (each.status === "fulfilled" ? [each.value] : [])),
      );
    };
    return {
      async text() {
        const { number } = await client.head();
        if (known?.block !== number) known = { block: number, text: all() };
        return known.text;
      },
      close: () => client.close(),
    };
  };
  return {
    async read() {
      reader ??= connect();
      try {
        return await (await reader).text();
      } catch (error) {
        reader = undefined;
        throw error;
      }
    },
    async close() {
      (await reader?.catch(() => undefined))?.close();
    },
  };
}
