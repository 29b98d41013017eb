// One person before one browser. Methods read like what the person does; after each step the page is looked at.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { look } from "./look.mjs";

export class Person {
  /** @param {{who: string, base: string, context: import("playwright-core").BrowserContext, scripts: boolean}} it */
  constructor({ who, base, context, page, scripts }) {
    Object.assign(this, { who, base, context, page, scripts, wrong: [], status: 0, tolerated: [] });
    const host = new URL(base).host;
    page.on("console", (message) => {
      if (message.type() !== "error") return;
      // The browser itself notes every answer of 400 and above; what the page answers is the story's business.
      if (/^Failed to load resource: the server responded with a status of 4\d\d/.test(message.text())) return;
      this.wrong.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("pageerror", (error) => this.wrong.push(`script: ${error.message}`));
    page.on("dialog", (dialog) => {
      if (dialog.type() === "alert") this.wrong.push(`a script of a visitor ran: ${dialog.message()}`);
      this.asked = dialog.message();
      dialog.accept().catch(() => {});
    });
    context.on("request", (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith("http") && url.host !== host) this.wrong.push(`asked another host: ${url.href}`);
    });
    page.on("response", (response) => {
      const request = response.request();
      if (request.isNavigationRequest() && request.frame() === page.mainFrame()) this.status = response.status();
      if (response.status() >= 500) this.wrong.push(`${response.status()} at ${request.method()} ${response.url()}`);
    });
  }

  /** The page's main part. */
  get main() {
    return this.page.locator("main").first();
  }

  /** Goes to an address and expects this status. */
  async opens(path, status = 200) {
    await this.page.goto(new URL(path, this.base).href);
    assert.equal(this.status, status, `${this.who} opens ${path}`);
    await this.looksAround();
  }

  /** Follows the first link with just this text (or one that fits a pattern). */
  async follows(text, within = this.page) {
    await this.#moves(() => within.getByRole("link", { name: text, exact: true }).first().click());
  }

  /** Follows the link of the page's main part that leads to this address. */
  async followsTo(path) {
    await this.#moves(() => this.main.locator(`a[href="${path}"]`).first().click());
  }

  /** Presses the first button with just this text and waits for the page that answers. */
  async presses(text, within = this.page) {
    await this.#moves(() => within.getByRole("button", { name: text, exact: true }).first().click());
  }

  async #moves(act) {
    const before = this.page.url();
    const arrives = this.page.waitForEvent("framenavigated", (frame) => frame === this.page.mainFrame());
    arrives.catch(() => {});
    await act();
    await arrives;
    await this.page.waitForLoadState("load");
    assert.ok(this.status < 500, `${this.who} comes from ${before} to ${this.page.url()}: ${this.status}`);
    await this.looksAround();
  }

  /** The field with this label, as a person finds it: the whole label, with or without “（选填）”. */
  field(label, within = this.main) {
    return within.getByLabel(new RegExp(`^\\s*${label.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*(（选填）)?\\s*$`)).first();
  }

  /** The group of choices under this heading. */
  group(legend, within = this.main) {
    return within.getByRole("group", { name: legend }).last();
  }

  /** Types into fields by their labels. `true` ticks a box; a list chooses among the choices under a heading. */
  async fills(values, within = this.main) {
    for (const [label, value] of Object.entries(values)) {
      if (Array.isArray(value)) {
        for (const choice of value) await this.group(label, within).getByLabel(choice, { exact: true }).check();
      } else if (value === true) {
        await this.field(label, within).check();
      } else {
        const field = this.field(label, within);
        const isChoice = await field.evaluate((el) => el.tagName === "SELECT");
        await (isChoice ? field.selectOption({ label: value }) : field.fill(value));
      }
    }
  }

  /** The text of the page's main part. */
  async reads() {
    return (await this.main.innerText()).replace(/\u00a0/g, " ");
  }

  /** Expects each of these words in the page's main part. */
  async sees(...words) {
    const text = await this.reads();
    for (const word of words) {
      const found = word instanceof RegExp ? word.test(text) : text.includes(word);
      assert.ok(found, `${this.who} should see ${word} at ${this.page.url()}, but reads:\n${text.slice(0, 1500)}`);
    }
  }

  /** Expects none of these words. */
  async misses(...words) {
    const text = await this.reads();
    for (const word of words) {
      assert.ok(!text.includes(word), `${this.who} should not see ${word} at ${this.page.url()}`);
    }
  }

  /** The sentences of the summary above a form that came back. */
  async errors() {
    return this.page.locator(".error-summary li").allInnerTexts();
  }

  /** The error beside the field with this label, or nothing. */
  async errorBeside(label) {
    const field = this.field(label);
    const ids = ((await field.getAttribute("aria-describedby")) ?? "").split(" ").filter((id) => id.endsWith("-error"));
    return ids.length ? this.page.locator(`#${ids[0]}`).innerText() : "";
  }

  /** What stands typed in the field with this label. */
  async typed(label) {
    return this.field(label).inputValue();
  }

  /** Presses a link or button that answers with a file; answers its name and bytes. */
  async downloads(text, within = this.page) {
    const waits = this.page.waitForEvent("download");
    waits.catch(() => {});
    const link = within.getByRole("link", { name: text }).or(within.getByRole("button", { name: text })).first();
    await link.click();
    const download = await waits;
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  /** Fetches an address with this person's cookies, without turning the page. */
  async fetches(path, options) {
    return this.context.request.fetch(new URL(path, this.base).href, { maxRedirects: 0, ...options });
  }

  /** Looks at the page; nothing is wrong with it. */
  async looksAround() {
    if (this.scripts && !this.quick) this.wrong.push(...(await look(this.page, this.status)));
    const wrong = this.wrong.splice(0);
    if (this.collect) this.collect.push(...wrong.map((line) => `${this.who}: ${line}`));
    else assert.deepEqual(wrong, [], `${this.who} at ${this.page.url()}:\n${wrong.join("\n")}`);
  }

  async leaves() {
    await this.context.close();
  }
}
