// `npm start`: sets itself up if needed, then runs the whole network on this machine.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { setup } from "./setup.mjs";

setup();
const { build, DIST } = await import("./build.mjs");
await build();
process.argv = [process.argv[0], join(DIST, "cli/ganglion.js"), "up", ...process.argv.slice(2)];
await import(pathToFileURL(process.argv[1]).href);
