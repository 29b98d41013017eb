// The plug is pulled while applications pour in. Whoever has been shown a number and a query code finds the application afterwards,
// once; whoever has not may send the same form again and gets one.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { Demo, program } from "./town.mjs";

/** Applicants at once. */
const COUNTERS = 8;
/** Acknowledged applications before the plug is pulled. */
const ENOUGH = 200;

/** One request from one of many households: the limits count addresses, and the loopback network has millions. */
function send(base, path, household, form) {
  const body = form && new URLSearchParams(form).toString();
  return new Promise((done, fail) => {
    const asked = request(new URL(path, base), {
      method: form ? "POST" : "GET", localAddress: `127.0.${1 + (household >> 7)}.${1 + (household & 127)}`, agent: false,
      headers: body ? { "content-type": "application/x-www-form-urlencoded", "content-length": Buffer.byteLength(body) } : {},
    }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => (text += chunk));
      answer.on("end", () => (answer.complete ? done({ status: answer.statusCode, text }) : fail(new Error("cut off"))));
      answer.on("error", fail);
    });
    asked.on("error", fail);
    asked.end(body);
  });
}

/** Number and query code on a receipt. */
function receiptOf({ status, text }) {
  const [number, code] = [...text.matchAll(/receipt-number">([^<]+)</g)].map((match) => match[1].trim());
  return status === 201 && code ? { number, code } : null;
}

async function fill(base, address, household, wanted) {
  const page = await send(base, address, household);
  const token = page.text.match(/name="token" value="([^"]+)"/)[1];
  return {
    token, applicant_kind: "natural_person", name: "王小明", proof_kind: "id_card", proof_number: "11010519491231002X",
    phone: "13800000000", wanted_name: wanted, form: "electronic", delivery: "online",
  };
}

test("every acknowledged application survives a pulled plug, once", { timeout: 180_000 }, async (t) => {
  const demo = await Demo.start();
  t.after(() => demo.stop("SIGKILL").then(() => demo.forget()));
  const choices = await (await fetch(`${demo.base}/apply/`)).text();
  const address = choices.match(/href="(\/apply\/[a-z0-9-]+)"/)[1];

  const sent = [];
  let pulled = false;
  const counter = async (at) => {
    for (let turn = 0; !pulled; turn += 1) {
      const household = at * 1000 + turn;
      try {
        const one = { form: await fill(demo.base, address, household, `断电测试 ${at}-${turn}`), receipt: null };
        sent.push(one);
        one.receipt = receiptOf(await send(demo.base, address, household, one.form));
        assert.ok(one.receipt || pulled, "a well-filled form is acknowledged");
      } catch (error) {
        if (!pulled) throw error;
      }
    }
  };
  const counters = Array.from({ length: COUNTERS }, (_, at) => counter(at));
  while (sent.filter((one) => one.receipt).length < ENOUGH) {
    await Promise.race([new Promise((done) => setTimeout(done, 5)), ...counters]);
  }
  pulled = true;
  await demo.stop("SIGKILL");
  await Promise.allSettled(counters);
  const acknowledged = sent.filter((one) => one.receipt);
  console.log(`${sent.length} forms sent, ${acknowledged.length} acknowledged when the plug was pulled`);

  const again = await Demo.start({ dir: demo.dir, keep: true });
  t.after(() => again.stop("SIGKILL"));
  for (const [i, { form, receipt }] of acknowledged.entries()) {
    const page = await send(again.base, "/track/", 20_000 + i, receipt);
    assert.equal(page.status, 200, `${receipt.number} is lost`);
    assert.ok(page.text.includes(form.wanted_name), `${receipt.number} is another application`);
  }
  // The same forms once more: those that were kept answer with their number, the others get the next ones. Numbers have no gaps,
  // so a second copy of any application would show as a number that nobody has.
  const numbers = [];
  for (const [i, { form, receipt }] of sent.entries()) {
    const answer = receiptOf(await send(again.base, address, 25_000 + i, form));
    assert.ok(answer, `${form.wanted_name} is refused when sent again`);
    if (receipt) assert.deepEqual(answer, receipt, "the same form has the same number and code");
    numbers.push(Number(answer.number.match(/\d+$/)[0]));
  }
  numbers.sort((a, b) => a - b);
  assert.equal(new Set(numbers).size, sent.length);
  assert.equal(numbers.at(-1) - numbers[0] + 1, sent.length, "no number stands for a second copy");

  await again.stop();
  const config = join(demo.dir, "verify.toml");
  writeFileSync(config, `data_dir = "${demo.dir}"\n`);
  execFileSync(program(), ["verify", "--config", config], { stdio: "pipe" });
});
