// The demonstration county and the people in it.
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./deps.mjs";
import { Person } from "./person.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** The program: as told in GONGKAI_BIN, else the newest that cargo built. */
export function program() {
  const target = process.env.CARGO_TARGET_DIR ?? join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "gongkai", "target");
  const built = [process.env.GONGKAI_BIN, join(target, "debug", "gongkai"), join(target, "release", "gongkai"),
    join(root, "target", "debug", "gongkai"), join(root, "target", "release", "gongkai")];
  const found = built.find((path) => path && existsSync(path));
  if (!found) throw new Error("The program is not built: run `cargo build -p cli`, or name it in GONGKAI_BIN=/path/to/gongkai.");
  return found;
}

/** A server of the demonstration: where it is, how to stop it, kindly or not. */
export class Demo {
  static async start({ dir = mkdtempSync(join(tmpdir(), "gongkai-story-")), keep = false } = {}) {
    const demo = new Demo();
    demo.dir = dir;
    demo.said = "";
    const began = performance.now();
    demo.process = spawn(program(), ["demo", "--port", "0", "--dir", dir, ...(keep ? ["--keep"] : [])], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, LANG: "C.UTF-8", GONGKAI_LOG: "warn" },
    });
    demo.ended = new Promise((done) => demo.process.once("exit", (code, signal) => done(signal ?? code)));
    demo.process.stderr.on("data", (chunk) => (demo.said += chunk));
    demo.base = await new Promise((done, fail) => {
      let out = "";
      demo.process.stdout.on("data", (chunk) => {
        out += chunk;
        demo.printed = out;
        const address = out.match(/http:\/\/[\w.]+:\d+/);
        if (address) done(address[0]);
      });
      demo.ended.then((how) => fail(new Error(`gongkai demo ended at once (${how}):\n${out}${demo.said}`)));
    });
    for (let tries = 0; ; tries += 1) {
      const answer = await fetch(`${demo.base}/readyz`).catch(() => null);
      if (answer?.ok) break;
      if (tries > 600) throw new Error(`gongkai demo is not ready after a minute:\n${demo.said}`);
      await new Promise((done) => setTimeout(done, 100));
    }
    demo.readyAfter = performance.now() - began;
    return demo;
  }

  /** Stops the server and answers how it ended. */
  async stop(signal = "SIGTERM") {
    this.process.kill(signal);
    return this.ended;
  }

  forget() {
    rmSync(this.dir, { recursive: true, force: true });
  }
}

const ROLES = { clerk: "经办人", reviewer: "审核人", office_head: "公开机构负责人", supervisor: "主管部门", admin: "管理员" };

/** The log-ins that the demonstration prints: a line for each role, with name and password, or one password for all. */
export function logins(printed) {
  const lines = printed.split("\n").map((line) => line.replace(/\x1b\[[0-9;]*m/g, ""));
  const words = (line) => line.match(/[\x21-\x7e]+/g) ?? [];
  const shared = words(lines.find((line) => line.includes("密码") && words(line).length === 1) ?? "")[0];
  return Object.fromEntries(Object.entries(ROLES).flatMap(([role, label]) => {
    const [name, password = shared] = words(lines.find((line) => line.includes(label)) ?? "");
    return name ? [[role, { name, password }]] : [];
  }).concat([["neighbour", { name: "czj-jingban", password: shared }]]));
}

/** The county with a browser: `town.visitor()`, `town.clerk()` … each opens an own window. */
export class Town {
  static async open() {
    const town = new Town();
    town.demo = await Demo.start();
    town.base = town.demo.base;
    town.logins = logins(town.demo.printed);
    town.browser = await launch();
    town.problems = [];
    town.known = {};
    town.signedIn = new Map();
    const clerk = await town.clerk();
    await clerk.opens("/desk/report");
    /** The body whose disclosure office the story is about, as addresses call it. */
    town.office = (await clerk.main.locator("a[href^='/desk/report/']").first().getAttribute("href")).split("/")[3];
    await clerk.leaves();
    return town;
  }

  async #person(who, { scripts = true, ...options } = {}) {
    const context = await this.browser.newContext({
      locale: "zh-CN", timezoneId: "Asia/Shanghai", viewport: { width: 1440, height: 900 },
      javaScriptEnabled: scripts, acceptDownloads: true, ...options,
    });
    context.setDefaultTimeout(15_000);
    const person = new Person({ who, base: this.base, context, page: await context.newPage(), scripts });
    person.collect = this.problems;
    return person;
  }

  /** Somebody from the street; `{ scripts: false }` for a browser without JavaScript. */
  async visitor(options) {
    return this.#person("visitor", options);
  }

  /** Who drafts, registers and handles cases (经办人). */
  async clerk(options) {
    return this.#staff("clerk", options);
  }

  /** Who reviews before publishing (审核人). */
  async reviewer(options) {
    return this.#staff("reviewer", options);
  }

  /** The head of the disclosure office (公开机构负责人), who signs. */
  async head(options) {
    return this.#staff("office_head", options);
  }

  /** Who watches all bodies below (主管部门). */
  async supervisor(options) {
    return this.#staff("supervisor", options);
  }

  /** A clerk of another body of the same county. */
  async neighbour(options) {
    return this.#staff("neighbour", options);
  }

  /** Who sets up people and bodies (管理员). */
  async admin(options) {
    return this.#staff("admin", options);
  }

  /** Somebody of any body by the log-in, e.g. `czj-jingban`: all of the demonstration share one password. */
  async staff(name, options) {
    this.logins[name] = { name, password: this.logins.clerk.password };
    return this.#staff(name, options);
  }

  /** A window of a member of staff; the first one signs in, later ones carry on. */
  async #staff(role, options) {
    const login = this.logins[role];
    if (!login) throw new Error(`the demonstration names no log-in for ${role}:\n${this.demo.printed}`);
    const storageState = this.signedIn.get(role);
    const person = await this.#person(role, { storageState, ...options });
    if (!storageState) {
      await person.opens("/sign-in");
      await person.fills({ 用户名: login.name, 密码: login.password });
      await person.presses("登录");
      if (person.status !== 200) throw new Error(`${login.name} could not sign in: ${await person.reads()}`);
      this.signedIn.set(role, await person.context.storageState());
    }
    return person;
  }

  /** Notes something that a later visit needs. */
  remembers(facts) {
    Object.assign(this.known, facts);
  }

  async close() {
    await this.browser?.close();
    await this.demo?.stop();
    this.demo?.forget();
  }
}
