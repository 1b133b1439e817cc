import { type Command, Option } from "commander";
import { addAliased } from "../options/aliased-option.ts";
import { withNetuid, withNetuids } from "../options/netuid-option.ts";
import { withNetwork } from "../options/network-option.ts";
import { withOutput } from "../options/output-option.ts";
import { withPrompt } from "../options/prompt-option.ts";
import { withTolerance } from "../options/tolerance-option.ts";
import { withWallet } from "../options/wallet-option.ts";
import type { CreateSubnetFlags } from "./subnets/create.ts";
import type { ListSubnetsFlags } from "./subnets/list.ts";
import type { PriceFlags } from "./subnets/price.ts";
import type { RegisterFlags } from "./subnets/register.ts";
import type { ShowFlags } from "./subnets/show.ts";
import type { CheckStartFlags, StartFlags } from "./subnets/start.ts";
import type { SymbolFlags } from "./subnets/symbol.ts";
import type { HyperparametersFlags } from "./sudo/get.ts";

function addReading(subnets: Command): void {
  withOutput(
    withNetwork(subnets.command("list").description("All subnets with their pools and prices.")),
  ).action(async (flags: ListSubnetsFlags) => (await import("./subnets/list.ts")).list(flags));
  withOutput(
    withNetwork(
      withNetuid(
        subnets
          .command("show")
          .alias("metagraph")
          .description("One subnet: its pool, its price of registration, its neurons."),
      ).option("--sort", "by uid, as it is anyway"),
    ),
  ).action(async (flags: ShowFlags) => (await import("./subnets/show.ts")).show(flags));
  withOutput(
    withNetwork(
      subnets
        .command("burn-cost")
        .aliases(["burn_cost", "lock-cost"])
        .description("What a new subnet costs now."),
    ),
  ).action(async (flags: ListSubnetsFlags) => (await import("./subnets/price.ts")).burnCost(flags));
  const price = withNetuids(
    subnets.command("price").description("Present price of subnets' alpha in TAO."),
  ).option("--current", "the present price, as it is anyway");
  addAliased(price, new Option("-a, --all", "of every subnet (the default)"), ["--all-netuids"]);
  withOutput(withNetwork(price)).action(async (flags: PriceFlags) =>
    (await import("./subnets/price.ts")).price(flags),
  );
  withOutput(
    withNetwork(
      withNetuid(
        subnets
          .command("hyperparameters")
          .alias("hyperparams")
          .description("The rules of a subnet (as sudo get)."),
      ),
    ),
  ).action(async (flags: HyperparametersFlags) => (await import("./sudo/get.ts")).get(flags));
  withOutput(
    withNetwork(
      withNetuid(
        subnets
          .command("check-start")
          .alias("check_start")
          .description("From which block on a subnet may be started."),
      ),
    ),
  ).action(async (flags: CheckStartFlags) =>
    (await import("./subnets/start.ts")).checkStart(flags),
  );
}

/** `ganglion subnets …`: subnets and registration, with btcli's grammar. */
export function addSubnets(program: Command): void {
  const subnets = program
    .command("subnets")
    .aliases(["s", "subnet"])
    .description("Subnets: list, show, create, register, start, prices (also: s).");
  addReading(subnets);
  const create = subnets
    .command("create")
    .description("Creates a subnet; locks the TAO that burn-cost tells.")
    .option("--subnet-name <name>", "its name")
    .option("--description <text>", "what it is for")
    .option("--logo-url <url>", "its logo")
    .option("--additional-info <text>", "anything else");
  addAliased(create, new Option("--github-repo <url>", "its repository"), ["--repo"]);
  addAliased(create, new Option("--subnet-contact <text>", "who answers questions"), [
    "--contact",
    "--email",
  ]);
  addAliased(create, new Option("--subnet-url <url>", "its page"), ["--url"]);
  addAliased(create, new Option("--discord <handle>", "where its people talk"), [
    "--discord-handle",
  ]);
  withOutput(withPrompt(withNetwork(withWallet(create)))).action(async (flags: CreateSubnetFlags) =>
    (await import("./subnets/create.ts")).create(flags),
  );
  withOutput(
    withPrompt(
      withTolerance(
        withNetwork(
          withWallet(
            withNetuid(
              subnets
                .command("register")
                .description("Registers the hotkey as a neuron; burns the price of registration."),
            ),
          ),
        ),
        { register: true },
      ),
    ),
  ).action(async (flags: RegisterFlags) => (await import("./subnets/register.ts")).register(flags));
  withOutput(
    withPrompt(
      withNetwork(
        withWallet(
          withNetuid(
            subnets.command("start").description("Starts a subnet: emission and trading begin."),
          ),
        ),
      ),
    ),
  ).action(async (flags: StartFlags) => (await import("./subnets/start.ts")).start(flags));
  withOutput(
    withPrompt(
      withNetwork(
        withWallet(
          withNetuid(
            subnets
              .command("set-symbol")
              .argument("<symbol>", "one of the chain's list, not taken by another subnet")
              .description("Another symbol for the subnet's alpha."),
          ),
        ),
      ),
    ),
  ).action(async (symbol: string, flags: SymbolFlags) =>
    (await import("./subnets/symbol.ts")).setSymbol(symbol, flags),
  );
}
