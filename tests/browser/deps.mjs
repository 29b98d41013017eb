// Where the browser driver and the accessibility rules come from: a cache outside the clone, or a `node_modules` beside this file.
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));

/** Installs what `package-lock.json` names, once for each state of that file, and answers a `require` that finds it. */
function installed() {
  if (existsSync(join(here, "node_modules", "playwright-core"))) return createRequire(join(here, "deps.mjs"));
  const lock = readFileSync(join(here, "package-lock.json"));
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  const home = join(cache, "gongkai", "browser", createHash("sha256").update(lock).digest("hex").slice(0, 16));
  if (!existsSync(join(home, "done"))) {
    rmSync(home, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    for (const file of ["package.json", "package-lock.json", ".npmrc"]) cpSync(join(here, file), join(home, file));
    execFileSync("npm", ["ci", "--ignore-scripts", "--loglevel=error"], { cwd: home, stdio: ["ignore", "ignore", "inherit"] });
    mkdirSync(join(home, "done"));
  }
  return createRequire(join(home, "deps.mjs"));
}

const require = installed();

export const { chromium } = require("playwright-core");
/** The text of axe-core, to be run inside a page. */
export const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const candidates = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser to drive, or null when the machine has none. */
export const browserPath = candidates.find((path) => path && existsSync(path)) ?? null;

export const noBrowser =
  "No Chromium on this machine. Install it with `apt-get install -y chromium fonts-noto-cjk`, or name one in CHROMIUM=/path.";

/** Quiet: nothing on the way to the network except what the page itself asks for. */
export function launch() {
  if (!browserPath) throw new Error(noBrowser);
  return chromium.launch({
    executablePath: browserPath,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
}
