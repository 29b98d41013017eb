// Installs the driver when it is missing, then walks the story in a real browser.
//   node tests/browser/run.mjs            everything
//   node tests/browser/run.mjs story      only files whose name begins so
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { browserPath, noBrowser } from "./deps.mjs";
import { program } from "./town.mjs";

const here = dirname(fileURLToPath(import.meta.url));
if (!browserPath) {
  console.error(noBrowser);
  // On a workbench the other tests still count; a build server must have looked.
  process.exit(process.env.CI === "true" ? 1 : 0);
}
console.log(`${program()} in ${browserPath}`);
const wanted = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith(".test.mjs"))
  .filter((name) => wanted.length === 0 || wanted.some((start) => name.startsWith(start)))
  .map((name) => join(here, name));
const done = spawnSync(process.execPath, ["--test", "--test-concurrency=1", "--test-reporter=spec", ...files], { stdio: "inherit" });
process.exit(done.status ?? 1);
