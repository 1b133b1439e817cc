import type { Hono } from "hono";
import type { Graph, GraphNeuron, Ss58 } from "../chain/gateway-chain.ts";
import { ApiError } from "../http/api-error.ts";
import { chainSilent } from "../questions/questions.ts";
import { isPaidMiner, isReachable } from "../questions/validators.ts";
import type { QueryAnswer, QueryRecord } from "../records/query-record.ts";
import type { OpenSubnet } from "../served-subnet.ts";
import type { RouteContext } from "./route-context.ts";

const RAO_PER_TAO = 1e9;
/** Records that are looked through for what a miner did last. */
const LOOK_BACK = 100;

/** `GET /v1/subnets` and `/v1/subnets/NAME`. */
export function subnets(app: Hono, context: RouteContext): void {
  app.get("/v1/subnets", async () =>
    Response.json({
      object: "list",
      data: await Promise.all(context.subnets.list.map((subnet) => summary(subnet, context))),
    }),
  );
  app.get("/v1/subnets/:name", async ({ req }) => {
    const name = req.param("name");
    const subnet = subnetCalled(name, context);
    const graph = await read(subnet, context);
    const records = context.store
      .recent(LOOK_BACK)
      .filter(({ netuid }) => netuid === subnet.netuid);
    const said = await context.questions.stats(subnet, graph);
    return Response.json(detail(subnet, graph, { records, said }), {
      headers: { "cache-control": "no-store" },
    });
  });
}

/** @throws ApiError 404 */
export function subnetCalled(name: string, { subnets }: RouteContext): OpenSubnet {
  const subnet = subnets.find(name);
  if (subnet) return subnet;
  throw new ApiError(`there is no subnet ${JSON.stringify(name.slice(0, 64))} here`, {
    status: 404,
    code: "subnet_not_found",
    hint: `This gateway serves ${subnets.names}.`,
  });
}

async function read({ netuid, name }: OpenSubnet, { graphs }: RouteContext): Promise<Graph> {
  try {
    return await graphs.fresh(netuid);
  } catch (cause) {
    throw chainSilent(name, cause);
  }
}

async function summary(subnet: OpenSubnet, context: RouteContext): Promise<object> {
  const graph = await read(subnet, context);
  const { title, summary: about } = subnet;
  return { ...facts(subnet, graph), title, summary: about, neurons: graph.neurons.length };
}

function facts({ name, netuid }: OpenSubnet, graph: Graph) {
  return {
    netuid,
    name,
    symbol: graph.symbol,
    // TAO per alpha.
    price: Number(graph.alphaPrice) / RAO_PER_TAO,
    priceRao: graph.alphaPrice.toString(),
  };
}

type Role = "validator" | "miner" | "owner" | "idle";

/** What a neuron does here, as far as chain and names tell. */
function roleOf(
  neuron: GraphNeuron,
  { graph, names }: { readonly graph: Graph; readonly names: Readonly<Record<Ss58, string>> },
): Role {
  if (Object.hasOwn(names, neuron.hotkey)) return "miner";
  const works = isReachable(neuron) || neuron.dividends > 0;
  // The owner's stake brings it a permit, whether it validates or not.
  if (neuron.account === graph.ownerHotkey && !works) return "owner";
  if (neuron.validatorPermit && works && !isPaidMiner(neuron)) return "validator";
  return isReachable(neuron) ? "miner" : "idle";
}

function detail(
  subnet: OpenSubnet,
  graph: Graph,
  {
    records,
    said,
  }: {
    readonly records: readonly QueryRecord[];
    /** By a validator. */
    readonly said: Readonly<Record<string, unknown>>;
  },
): object {
  const names = subnet.minerNames ?? {};
  const last = lastAnswers(records);
  const neurons = graph.neurons.map((neuron) => ({
    uid: neuron.uid,
    hotkey: neuron.hotkey,
    coldkey: neuron.coldkey,
    role: roleOf(neuron, { graph, names }),
    name: Object.hasOwn(names, neuron.hotkey) ? names[neuron.hotkey]! : null,
    stake: neuron.totalStake.toString(),
    alphaStake: neuron.alphaStake.toString(),
    incentive: neuron.incentive,
    dividends: neuron.dividends,
    consensus: neuron.consensus,
    emission: neuron.emission.toString(),
    active: neuron.active,
    validatorPermit: neuron.validatorPermit,
    lastUpdate: neuron.lastUpdate,
    registeredAt: neuron.blockAtRegistration,
    axon: neuron.axon ? `${neuron.axon.ip}:${neuron.axon.port}` : null,
  }));
  return {
    ...facts(subnet, graph),
    title: subnet.title,
    summary: subnet.summary,
    ...(subnet.door.example === undefined ? {} : { example: subnet.door.example }),
    validators: neurons
      .filter(({ role }) => role === "validator")
      .map(({ uid, hotkey, stake, dividends, axon }) => ({ uid, hotkey, stake, dividends, axon })),
    miners: neurons
      .filter(({ role }) => role === "miner")
      .map(({ uid, hotkey, name, incentive, emission, axon }) => ({
        uid,
        hotkey,
        name,
        backend: last.get(hotkey)?.backend ?? null,
        incentive,
        emission,
        axon,
        // Of its last answer to a question through this gateway.
        status: last.get(hotkey)?.status ?? (axon === null ? "no axon" : "unknown"),
      })),
    stats: {
      ...said,
      block: graph.block,
      tempo: graph.tempo,
      lastEpochBlock: graph.lastStep,
      nextEpochBlock: graph.nextEpochBlock,
      alphaInPool: graph.alphaIn.toString(),
      alphaOutstanding: graph.alphaOut.toString(),
      taoInPool: graph.taoIn.toString(),
      registrationBurnRao: graph.burn.toString(),
      maxUids: graph.maxUids,
      ownerHotkey:
        graph.neurons.find(({ account }) => account === graph.ownerHotkey)?.hotkey ?? null,
      questions: records.length,
      answered: records.filter(({ chosenUid }) => chosenUid !== null).length,
    },
    neurons,
  };
}

function lastAnswers(newestFirst: readonly QueryRecord[]): Map<Ss58, QueryAnswer> {
  const last = new Map<Ss58, QueryAnswer>();
  for (const { answers } of newestFirst)
    for (const answer of answers) if (!last.has(answer.hotkey)) last.set(answer.hotkey, answer);
  return last;
}
