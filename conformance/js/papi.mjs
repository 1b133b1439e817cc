// Connect, read, iterate a map and watch a transfer to finalization through the unmodified polkadot-api.
// usage: papi.mjs ENDPOINT        ENDPOINT: a local chain on which //Alice has TAO
import { Keyring } from "@polkadot/keyring";
import { createClient, Enum } from "polkadot-api";
import { getPolkadotSigner } from "polkadot-api/signer";
import { getWsProvider } from "polkadot-api/ws";
import { WebSocket } from "ws";
import { check, run, say, within } from "./report.mjs";

const NETUID = 1;
const SENT_RAO = 1_500_000_000n;

/** The best and finalized heads that the client follows, with the hashes that it recomputes. */
async function follow(client) {
  const final = await within(120_000, "the finalized block", client.getFinalizedBlock());
  const blocks = [];
  await within(
    120_000,
    "three finalized blocks",
    new Promise((resolve, reject) => {
      const subscription = client.finalizedBlock$.subscribe({
        next(block) {
          blocks.push(block.number);
          if (blocks.length < 3) return;
          resolve();
          queueMicrotask(() => subscription.unsubscribe());
        },
        error: reject,
      });
    }),
  );
  check(blocks[2] - blocks[0] === 2, "every block, in order", { blocks });
  const header = await client.getBlockHeader(final.hash);
  check(header.number === final.number, "the header of a hash");
  say("heads", { blocks, hash: final.hash });
}

async function read(api) {
  const version = await api.constants.System.Version();
  const tempo = await api.query.SubtensorModule.Tempo.getValue(NETUID);
  check(version.spec_version === 425 && tempo > 0, "constants and values", { version, tempo });
  const info = await api.apis.SubnetInfoRuntimeApi.get_dynamic_info(NETUID);
  check(info?.netuid === NETUID, "a runtime API of Bittensor");
  say("reads", {
    spec: version.spec_version,
    tempo,
    price: await api.apis.SwapRuntimeApi.current_alpha_price(NETUID),
  });
}

async function iterate(api) {
  const accounts = await api.query.System.Account.getEntries();
  const issued = await api.query.Balances.TotalIssuance.getValue();
  const held = accounts.reduce((sum, { value }) => sum + value.data.free + value.data.reserved, 0n);
  check(held === issued, "all accounts together hold what was issued", { held, issued });
  const symbols = await api.query.SubtensorModule.TokenSymbol.getEntries();
  say("maps", { accounts: accounts.length, issued, symbols: symbols.length });
}

async function transfer(api, alice, signer, to) {
  const free = async (who) => (await api.query.System.Account.getValue(who)).data.free;
  const [from0, to0] = [await free(alice.address), await free(to)];
  const call = api.tx.Balances.transfer_keep_alive({ dest: Enum("Id", to), value: SENT_RAO });
  const quoted = await call.getEstimatedFees(alice.address);
  const seen = [];
  const last = await within(
    120_000,
    "finalization",
    new Promise((resolve, reject) => {
      call.signSubmitAndWatch(signer).subscribe({
        next(event) {
          seen.push(
            event.type === "txBestBlocksState" ? `${event.type}:${event.found}` : event.type,
          );
          if (event.type === "finalized") resolve(event);
        },
        error: reject,
      });
    }),
  );
  check(last.ok, "the transfer succeeded", { error: last.dispatchError });
  const paid = api.event.TransactionPayment.TransactionFeePaid.filter(last.events)[0];
  const [from1, to1] = [await free(alice.address), await free(to)];
  check(to1 - to0 === SENT_RAO, "the receiver has it", { to0, to1 });
  const fee = (paid.payload ?? paid).actual_fee;
  check(from0 - from1 === SENT_RAO + fee, "the sender paid it and the fee", { from0, from1, fee });
  say("transfer", {
    statuses: seen,
    fee,
    quoted,
    events: last.events.length,
    block: last.block.number,
  });
}

/** Somebody acts for Alice: calls inside calls, enums, and results inside events. */
async function act(api, alice, signer, proxy, to) {
  const send = (call, by) => within(40_000, "finalization", call.signAndSubmit(by));
  const id = (address) => Enum("Id", address);
  const give = (dest) => api.tx.Balances.transfer_keep_alive({ dest: id(dest), value: SENT_RAO });
  await send(give(proxy.address), signer);
  const type = Enum("Transfer");
  const delegation = { delegate: id(proxy.address), proxy_type: type, delay: 0 };
  await send(api.tx.Proxy.add_proxy(delegation), signer);
  const [[definition]] = await api.query.Proxy.Proxies.getValue(alice.address);
  check(definition.delegate === proxy.address, "the proxy", { definition });
  const acting = { real: id(alice.address), force_proxy_type: type, call: give(to).decodedCall };
  const sent = await send(
    api.tx.Proxy.proxy(acting),
    getPolkadotSigner(proxy.publicKey, "Sr25519", (message) => proxy.sign(message)),
  );
  const executed = api.event.Proxy.ProxyExecuted.filter(sent.events)[0];
  check((executed.payload ?? executed).result.success, "the call inside succeeded", { executed });
  const [filter] = await api.apis.ProxyFilterRuntimeApi.get_proxy_filter(10);
  say("proxy", {
    type: definition.proxy_type.type,
    mode: filter.filter_mode.type,
    calls: filter.calls.length,
  });
  await send(api.tx.Proxy.remove_proxies(), signer);
}

async function refuse(api, alice, signer) {
  const failed = await within(
    120_000,
    "a failed call",
    api.tx.SubtensorModule.remove_stake({
      hotkey: alice.address,
      netuid: NETUID,
      amount_unstaked: 1_000_000_000n,
    }).signAndSubmit(signer),
  );
  check(!failed.ok && failed.dispatchError.type === "Module", "a module error", {
    failed: failed.dispatchError,
  });
  const stale = await api.tx.System.remark({ remark: new Uint8Array([0]) })
    .signAndSubmit(signer, { nonce: 0 })
    .then(
      () => "",
      (error) => String(error.message),
    );
  check(/Stale/.test(stale), "a used nonce", { stale });
  say("refusals", { failed: failed.dispatchError.value.value.type, stale: stale.slice(0, 200) });
}

await run(async () => {
  const client = createClient(getWsProvider(process.argv[2], { websocketClass: WebSocket }));
  const { genesisHash } = await within(120_000, "connect", client.getChainSpecData());
  say("connect", { genesis: genesisHash });
  const api = client.getUnsafeApi();
  const keys = new Keyring({ type: "sr25519" });
  const alice = keys.addFromUri("//Alice");
  const signer = getPolkadotSigner(alice.publicKey, "Sr25519", (message) => alice.sign(message));
  await follow(client);
  await read(api);
  await iterate(api);
  await transfer(api, alice, signer, keys.addFromUri("//Eve").address);
  await act(api, alice, signer, keys.addFromUri("//Proxy"), keys.addFromUri("//Eve").address);
  await refuse(api, alice, signer);
  client.destroy();
});
