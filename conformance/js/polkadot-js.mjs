// Connect, read, iterate a map and watch a transfer to finalization through the unmodified @polkadot/api.
// usage: polkadot-js.mjs ENDPOINT        ENDPOINT: a local chain on which //Alice has TAO
import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import { check, run, say, within } from "./report.mjs";

const NETUID = 1;
const SENT_RAO = 1_250_000_000n;

async function read(api) {
  const [chain, name, version, health] = await Promise.all([
    api.rpc.system.chain(),
    api.rpc.system.name(),
    api.rpc.system.version(),
    api.rpc.system.health(),
  ]);
  const tempo = (await api.query.subtensorModule.tempo(NETUID)).toNumber();
  check(tempo > 0, "a tempo", { tempo });
  const deposit = api.consts.balances.existentialDeposit.toBigInt();
  check(deposit === 500n, "the existential deposit", { deposit });
  const info = await api.call.subnetInfoRuntimeApi.getDynamicInfo(NETUID);
  check(info.isSome && info.unwrap().netuid.toNumber() === NETUID, "a runtime API of Bittensor");
  const nonce = await api.call.accountNonceApi.accountNonce(
    new Keyring({ type: "sr25519" }).addFromUri("//Alice").address,
  );
  say("reads", {
    chain: chain.toString(),
    node: `${name} ${version}`,
    syncing: health.isSyncing.isTrue,
    spec: api.runtimeVersion.specVersion.toNumber(),
    pallets: Object.keys(api.query).length,
    tempo,
    deposit,
    nonce: nonce.toNumber(),
  });
}

async function iterate(api) {
  const accounts = await api.query.system.account.entries();
  const issued = (await api.query.balances.totalIssuance()).toBigInt();
  const held = accounts.reduce(
    (sum, [, account]) => sum + account.data.free.toBigInt() + account.data.reserved.toBigInt(),
    0n,
  );
  check(held === issued, "all accounts together hold what was issued", { held, issued });
  const first = await api.query.system.account.entriesPaged({ args: [], pageSize: 3 });
  check(first.length === 3, "a page of three", { got: first.length });
  const second = await api.query.system.account.entriesPaged({
    args: [],
    pageSize: 3,
    startKey: first[2][0].toHex(),
  });
  check(second[0][0].toHex() > first[2][0].toHex(), "the next page begins after the last key");
  const symbols = await api.query.subtensorModule.tokenSymbol.entries();
  say("maps", {
    accounts: accounts.length,
    issued,
    symbols: symbols.map(([key, value]) => [key.args[0].toNumber(), value.toUtf8()]),
  });
}

async function transfer(api, alice, to) {
  const seen = [];
  const call = api.tx.balances.transferKeepAlive(to, SENT_RAO);
  const quoted = (await call.paymentInfo(alice)).partialFee.toBigInt();
  const [from0, to0] = await free(api, alice.address, to);
  const heard = [];
  const unsubscribe = await api.query.system.account(to, ({ data }) =>
    heard.push(data.free.toBigInt()),
  );
  const result = await within(
    120_000,
    "finalization",
    new Promise((resolve, reject) => {
      call
        .signAndSend(alice, (update) => {
          seen.push(update.status.type);
          if (update.isError || update.dispatchError)
            reject(new Error(String(update.dispatchError ?? update.status)));
          if (update.status.isFinalized) resolve(update);
        })
        .catch(reject);
    }),
  );
  check(
    seen.indexOf("InBlock") >= 0 && seen.indexOf("InBlock") < seen.indexOf("Finalized"),
    "in a block, then final",
    { seen },
  );
  const paid = result.events.find(({ event }) =>
    api.events.transactionPayment.TransactionFeePaid.is(event),
  );
  const fee = paid.event.data.actualFee.toBigInt();
  const [from1, to1] = await free(api, alice.address, to);
  check(to1 - to0 === SENT_RAO, "the receiver has it", { to0, to1 });
  check(from0 - from1 === SENT_RAO + fee, "the sender paid it and the fee", { from0, from1, fee });
  // The library quotes with a mortal era too, but with a fake signature and a nonce that may be a byte shorter.
  check(fee - quoted < 200n && quoted - fee < 200n, "the quoted fee", { fee, quoted });
  const block = await api.rpc.chain.getBlock(result.status.asFinalized);
  check(
    block.block.extrinsics.some((each) => each.hash.eq(result.txHash)),
    "the block holds the extrinsic",
  );
  check(heard.at(-1) === to1, "a subscription to the account told it", { heard });
  unsubscribe();
  say("transfer", {
    statuses: seen,
    fee,
    quoted,
    events: result.events.length,
    block: block.block.header.number.toNumber(),
  });
}

async function free(api, ...accounts) {
  const found = await api.query.system.account.multi(accounts);
  return found.map(({ data }) => data.free.toBigInt());
}

/** Sends a call and waits for its events in a finalized block. */
function done(call, signer) {
  return within(
    30_000,
    "finalization",
    new Promise((resolve, reject) => {
      call
        .signAndSend(signer, ({ status, dispatchError, events }) => {
          if (dispatchError) reject(new Error(String(dispatchError)));
          else if (status.isFinalized) resolve(events);
        })
        .catch(reject);
    }),
  );
}

/** Somebody acts for Alice: calls inside calls, enums, and results inside events. */
async function act(api, alice, proxy, to) {
  await done(api.tx.balances.transferKeepAlive(proxy.address, SENT_RAO), alice);
  await done(api.tx.proxy.addProxy(proxy.address, "Transfer", 0), alice);
  const [[definition], deposit] = await api.query.proxy.proxies(alice.address);
  check(definition.delegate.eq(proxy.address), "the proxy", { definition: definition.toHuman() });
  check(
    deposit.eq(api.consts.proxy.proxyDepositBase.add(api.consts.proxy.proxyDepositFactor)),
    "its deposit",
  );
  const [before] = await free(api, to);
  const gift = api.tx.balances.transferKeepAlive(to, SENT_RAO);
  const events = await done(api.tx.proxy.proxy(alice.address, "Transfer", gift), proxy);
  const executed = events.find(({ event }) => api.events.proxy.ProxyExecuted.is(event));
  check(executed.event.data.result.isOk, "the call inside succeeded");
  const [after] = await free(api, to);
  check(after - before === SENT_RAO, "the receiver has it", { before, after });
  const [filter] = await api.call.proxyFilterRuntimeApi.getProxyFilter(definition.proxyType.index);
  say("proxy", {
    type: definition.proxyType.type,
    mode: filter.filterMode.type,
    calls: filter.calls.length,
  });
  await done(api.tx.proxy.removeProxies(), alice);
}

/** What the chain refuses must come as an error that a person can read. */
async function refuse(api, alice) {
  const stale = await api.tx.system.remark("0x00").signAsync(alice, { nonce: 0 });
  const said = await stale.send().then(
    () => "",
    (error) => error.message,
  );
  check(/1010.*outdated/i.test(said), "a used nonce", { said });
  const dispatched = await within(
    120_000,
    "a failed call",
    new Promise((resolve, reject) => {
      api.tx.subtensorModule
        .removeStake(alice.address, NETUID, 1_000_000_000)
        .signAndSend(alice, ({ status, dispatchError }) => {
          if (status.isFinalized) resolve(dispatchError);
        })
        .catch(reject);
    }),
  );
  check(dispatched?.isModule, "a module error", { dispatched: dispatched?.toHuman() });
  const { section, name, docs } = api.registry.findMetaError(dispatched.asModule);
  check(docs.join("").length > 0, "an error with docs", { section, name });
  say("refusals", { stale: said, failed: `${section}.${name}`, docs: docs.join(" ") });
}

async function follow(api) {
  const numbers = [];
  await within(
    120_000,
    "finalized heads",
    new Promise((resolve, reject) => {
      api.rpc.chain
        .subscribeFinalizedHeads((header) => {
          numbers.push(header.number.toNumber());
          if (numbers.length === 3) resolve();
        })
        .catch(reject);
    }),
  );
  check(numbers[2] - numbers[0] === 2, "every head, in order", { numbers });
  say("heads", { numbers });
}

await run(async () => {
  const api = await within(
    120_000,
    "connect",
    ApiPromise.create({
      provider: new WsProvider(process.argv[2]),
      noInitWarn: true,
      throwOnConnect: true,
    }),
  );
  say("connect", { genesis: api.genesisHash.toHex(), metadata: api.runtimeMetadata.version });
  const keys = new Keyring({ type: "sr25519" });
  const alice = keys.addFromUri("//Alice");
  await read(api);
  await iterate(api);
  await transfer(api, alice, keys.addFromUri("//Ferdie").address);
  await act(api, alice, keys.addFromUri("//Proxy"), keys.addFromUri("//Ferdie").address);
  await refuse(api, alice);
  await follow(api);
  await api.disconnect();
});
