// The eye itself is tested: a page with one of each fault is not let through.
import assert from "node:assert/strict";
import { test } from "node:test";
import { launch } from "./deps.mjs";
import { Person } from "./person.mjs";

const BASE = "http://127.0.0.1:9";
const SOUND = `<!doctype html><html lang="zh-CN"><head><title>好</title><meta name="viewport" content="width=device-width">
  <link rel="icon" href="data:,"></head><body><main><h1>好</h1></main></body></html>`;
const with_ = (fault) => SOUND.replace("</main>", `${fault}</main>`);

test("a sound page passes, and each fault is noticed and named", async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  const context = await browser.newContext();
  const page = await context.newPage();
  const pages = {
    "/sound": [SOUND, null],
    "/picture": [with_(`<img src="data:,">`), /image-alt/],
    "/pale": [with_(`<p style="color:#bbb;background:#fff">看不清</p>`), /color-contrast/],
    "/wide": [with_(`<div style="width:900px">宽</div>`), /at 375 px: \d+ px wider than the screen/],
    "/heavy": [with_(`<!--${"重".repeat(50_000)}-->`), /weighs \d+ KB/],
    "/thrown": [with_(`<script>throw new Error("坏了")</script>`), /script: 坏了/],
    "/alert": [with_(`<script>alert("x")</script>`), /a script of a visitor ran/],
    "/abroad": [with_(`<img alt="远" src="http://127.0.0.1:10/x.png">`), /asked another host/],
    "/broken": [SOUND, /500 at GET/, 500],
  };
  await page.route("**", (route) => {
    const [body, , status = 200] = pages[new URL(route.request().url()).pathname] ?? ["", null, 404];
    return route.fulfill({ status, body, contentType: "text/html; charset=utf-8" });
  });
  for (const [path, [, expected, status = 200]] of Object.entries(pages)) {
    const person = new Person({ who: "tester", base: BASE, context, page, scripts: true });
    person.collect = [];
    await person.opens(path, status);
    const noticed = person.collect.join("\n");
    if (expected) assert.match(noticed, expected, path);
    else assert.equal(noticed, "", path);
    page.removeAllListeners();
    context.removeAllListeners();
  }
});
