export { DevNetwork, FIRST_NETUID } from "./dev-network.ts";
