// A county's yearly report, from twelve bodies to a citizen's telephone (issue 3): eight write theirs here, three send a file of
// their own, one is late. Read from top to bottom: each test leaves things for the next.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { crawl } from "./crawl.mjs";
import { seen } from "./look.mjs";
import { Town, program } from "./town.mjs";

/** @type {Town} */
let town;
before(async () => (town = await Town.open()), { timeout: 120_000 });
after(async () => town?.close());

/** The last year that is over in Beijing: the one reported on. */
const YEAR = new Date(Date.now() + 8 * 3600_000).getUTCFullYear() - 1;
const LATE = "云溪县应急管理局";
const NEW = "applications.new_received.total";

const sheet = (slug, year = YEAR) => `/desk/report/${slug}/${year}`;
const collect = (slug) => `/desk/collect/${slug}/${YEAR}`;
const sum = `/desk/collect/sum?year=${YEAR}`;

/** The number in a cell of the form on screen; blank is `null`. */
async function figure(person, path) {
  const text = await person.page.locator(`[id="cell-${path}"]`).first().innerText();
  const number = text.match(/\d[\d,]*/)?.[0];
  return number === undefined ? null : Number(number.replaceAll(",", ""));
}

/** Expects each of these words anywhere on the page, also in its right column. */
async function shows(person, ...words) {
  const text = await person.page.innerText("body");
  for (const word of words) assert.ok(text.includes(word), `${person.who} should see ${word} at ${person.page.url()}:\n${text.slice(0, 2000)}`);
}

/** Does something as somebody, who then goes. */
async function as(person, does) {
  await does(person);
  await person.leaves();
}

const clerkOf = (slug) => town.staff(`${slug}-jingban`);
const headOf = (slug) => town.staff(`${slug}-fuzeren`);

async function publishes(slug) {
  await as(await clerkOf(slug), async (clerk) => {
    await clerk.opens(`${sheet(slug)}/act/publish`);
    await clerk.presses("公布", clerk.main);
    await clerk.sees("已在网站公布");
  });
}

async function signs(slug) {
  await as(await headOf(slug), async (head) => {
    await head.opens(`${sheet(slug)}/sign`);
    await head.misses("错误 ");
    await head.presses("签发并报送", head.main);
    await head.sees("已签发并报送，报告已锁定");
  });
}

/** Writes one more paragraph under a part of the report, or does to its text what is asked. */
async function writes(clerk, slug, part, change) {
  await clerk.opens(`${sheet(slug)}/text/${part}`);
  const field = clerk.page.locator("#f-text");
  await field.fill(change(await field.inputValue()));
  await clerk.presses("保存", clerk.main);
  await clerk.sees("文字已保存");
}

describe("the authority", () => {
  test("sees at a glance who has reported, whose file waits, who went back and who is late", async () => {
    await as(await town.supervisor(), async (supervisor) => {
      await supervisor.opens(`/desk/collect?year=${YEAR}`);
      await supervisor.sees("共 12 个单位", "已公布", "已报送", "已退回修改", "文件待收录", "文件录入", "在线编制");
      await supervisor.follows(/逾期未报送/);
      await supervisor.sees("共 1 个单位", LATE);
      await supervisor.followsTo(collect("yjj"));
      await supervisor.sees("逾期未报送", "还没有收到这份报告");
    });
  });
});

describe("a body that works here", () => {
  test("whose report went back fills in figures and text, answers the remark, has it signed and publishes it", async () => {
    await as(await clerkOf("rsj"), async (clerk) => {
      await clerk.opens("/desk/");
      await clerk.follows(/年报退回修改/);
      await clerk.opens(sheet("rsj"));
      await shows(clerk, "主管部门意见", "请补充全年培训的内容和参加范围");

      await clerk.opens(`${sheet("rsj")}/figures`);
      for (const value of await clerk.page.locator("input[name^='value-']").all()) await value.fill("3");
      for (const source of await clerk.page.locator("input[name^='source-']").all()) await source.fill("业务科室年终统计表");
      await clerk.presses("保存", clerk.main);
      await clerk.sees(/已保存 \d+ 格/);

      await clerk.opens(`${sheet("rsj")}/facts`);
      await clerk.page.locator("input[name='value-training_sessions']").fill("4");
      await clerk.page.locator("input[name='source-training_sessions']").fill("培训签到表");
      await clerk.presses("保存", clerk.main);
      await writes(clerk, "rsj", "overview", (text) => `${text}\n培训的内容是申请办理和答复文书，局机关和下属单位的信息员都参加了。`);

      await clerk.opens(sheet("rsj"));
      await clerk.fills({ 回复: "已在第一部分末尾补充培训内容，并核对了人次。" }, clerk.page);
      await clerk.presses("回复", clerk.page);
      await shows(clerk, "已在第一部分末尾补充培训内容");
    });
    await signs("rsj");
    await publishes("rsj");
  });

  test("is sent back again with a remark, is told of a number in the text that does not fit the table, and mends it", async () => {
    let received;
    await as(await town.supervisor(), async (supervisor) => {
      await supervisor.opens(collect("czj"));
      received = await figure(supervisor, NEW);
      await supervisor.presses("退回修改", supervisor.page);
      assert.equal(supervisor.status, 422, "not without a reason");
      await supervisor.fills({ 针对: "第一部分“总体情况”", 意见: "请在第一部分写明全年收到申请的件数。" }, supervisor.page);
      await supervisor.presses("提出意见", supervisor.page);
      await supervisor.fills({ 意见: "请按意见补充后重新报送。" }, supervisor.page);
      await supervisor.presses("退回修改", supervisor.page);
      await shows(supervisor, "已退回修改");
    });
    await as(await clerkOf("czj"), async (clerk) => {
      // Typed over the braces that keep the number bound to the register.
      const bound = /\{\{新收申请：\d+\}\}/;
      let kept;
      await writes(clerk, "czj", "overview", (text) => {
        [kept] = text.match(bound) ?? assert.fail(`no bound number in ${text}`);
        return text.replace(bound, String(received + 5));
      });
      await clerk.opens(sheet("czj"));
      await shows(clerk, "R130", String(received + 5));
      await writes(clerk, "czj", "overview", (text) => `${text.replace(`申请${received + 5}件`, `申请${kept}件`)}\n申请都在期限内答复。`);
      await clerk.opens(sheet("czj"));
      await clerk.fills({ 回复: "已补充。" }, clerk.page);
      await clerk.presses("回复", clerk.page);
    });
    await signs("czj");
    await publishes("czj");
    await as(await town.supervisor(), async (supervisor) => {
      await supervisor.opens(`${collect("czj")}#remarks`);
      await supervisor.presses("已解决", supervisor.page);
      await supervisor.opens(collect("czj"));
      assert.equal(await supervisor.page.getByRole("button", { name: "已解决", exact: true }).count(), 0);
    });
  });

  test("whose report is signed publishes it", async () => {
    for (const slug of ["fgj", "mzj"]) await publishes(slug);
  });
});

describe("a body that works elsewhere", () => {
  const folder = mkdtempSync(join(tmpdir(), "gongkai-files-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** The object of a small office's report: a published one with other figures, so that every cell of the form is there. */
  async function object(body, { received, carried, granted }) {
    const report = await (await fetch(`${town.base}/bodies/heban/reports/${YEAR}/report.json`)).json();
    const zero = (tree) => Object.fromEntries(Object.entries(tree).map(([key, value]) =>
      [key, value && typeof value === "object" ? zero(value) : 0]));
    Object.assign(report, { title: null, body, signed_by: body, applications: zero(report.applications), lead: null });
    const put = (row, count) => Object.assign(row, { natural_person: count, total: count });
    put(report.applications.new_received, received);
    put(report.applications.carried_forward, carried);
    put(report.applications.results.granted, granted);
    put(report.applications.results.total, granted);
    const overview = report.sections.find(({ key }) => key === "overview");
    overview.text = `${body}认真落实政府信息公开条例，及时公开群众关心的事项。`;
    return report;
  }

  /** The bytes of a report as an office's own program writes it. */
  function written(report, ending) {
    const [from, to] = [join(folder, "report.json"), join(folder, `report.${ending}`)];
    writeFileSync(from, JSON.stringify(report));
    execFileSync(program(), ["report", "write", from, "-o", to]);
    return readFileSync(to);
  }

  async function handsIn(person, body, name, buffer) {
    await person.opens(`/desk/collect/hand-in?year=${YEAR}`);
    await person.fills({ 单位: body, 报告年度: `${YEAR}年` });
    await person.page.locator("input[type=file]").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
    await person.presses("上传并读取", person.main);
    await person.sees("核对", body, "读出的数", name);
    return new URL(person.page.url()).pathname;
  }

  /** Types into cells of the correction screen what the document should have said. */
  async function mends(person, cells) {
    for (const [path, value] of Object.entries(cells)) await person.page.locator(`[id="f-${path}"]`).fill(value);
    await person.presses("保存更正", person.main);
  }

  async function takesIn(person, words = "") {
    if (words) await person.fills({ 说明: words });
    await person.presses("收录", person.main);
    assert.equal(new URL(person.page.url()).pathname.split("/").length, 5, "the report is taken in");
  }

  async function lets_out(person, slug) {
    await person.opens(collect(slug));
    await person.presses("公布", person.page);
    assert.match(await person.page.innerText("main"), /已公布/);
  }

  test("answers the remark on what did not balance, and hands in a Word file again; its wrong total is mended beside it", async () => {
    const body = "云溪县望溪镇人民政府";
    const report = await object(body, { received: 12, carried: 2, granted: 10 });
    report.applications.new_received.total = 13;
    let file;
    await as(await clerkOf("wangxi"), async (clerk) => {
      await clerk.opens(sheet("wangxi"));
      await shows(clerk, "主管部门意见", "R103");
      await clerk.fills({ 回复: "结转数应为2件，已改正，重新报送文件。" }, clerk.page);
      await clerk.presses("回复", clerk.page);
      file = await handsIn(clerk, body, "望溪镇年报（改）.docx", written(report, "docx"));
      assert.match(await clerk.page.locator(".findings").innerText(), /R101/);
    });
    await as(await town.supervisor(), async (supervisor) => {
      await supervisor.opens(`/desk/collect?year=${YEAR}`);
      await supervisor.followsTo(file);
      await besideEachOther(supervisor);
      const place = await supervisor.page.locator(`[id="cell-${NEW}"] a.to-original`).getAttribute("href");
      assert.equal((await supervisor.page.locator(`.original [id="${place.slice(1)}"]`).innerText()).trim(), "13", "where the document says so");
      await mends(supervisor, { [NEW]: "十二" });
      assert.equal(supervisor.status, 422);
      await mends(supervisor, { [NEW]: "12" });
      assert.ok(!(await supervisor.reads()).includes("R101"));
      await takesIn(supervisor);
      await supervisor.presses("已解决", supervisor.page);
      await lets_out(supervisor, "wangxi");
    });
  });

  test("hands in a PDF in place of the file that waits; what does not balance is mended", async () => {
    const body = "云溪县青岭乡人民政府";
    const report = await object(body, { received: 7, carried: 1, granted: 6 });
    Object.assign(report.applications.carried_forward, { natural_person: 3, total: 3 });
    await as(await town.supervisor(), async (supervisor) => {
      await supervisor.opens(`/desk/collect?year=${YEAR}`);
      await supervisor.follows(new RegExp(`^${body}：`), supervisor.main);
      await supervisor.sees("R101");
      await supervisor.presses("搁置", supervisor.main);
      assert.equal(supervisor.status, 422, "not without a reason");
      await supervisor.fills({ 说明: "合计写错，单位改报 PDF 文件" });
      await supervisor.presses("搁置", supervisor.main);
    });
    let file;
    await as(await clerkOf("qingling"), async (clerk) => {
      file = await handsIn(clerk, body, "青岭乡年报.pdf", written(report, "pdf"));
      assert.match(await clerk.page.locator(".findings").innerText(), /R103/);
    });
    await as(await town.supervisor(), async (supervisor) => {
      await supervisor.opens(file);
      await mends(supervisor, {
        "applications.carried_forward.natural_person": "1", "applications.carried_forward.total": "1",
      });
      assert.ok(!(await supervisor.reads()).includes("R103"));
      await takesIn(supervisor);
      await lets_out(supervisor, "qingling");
    });
  });

  test("corrects its published report by a web page in which a row lost a column: nothing is guessed, the cells are typed", async () => {
    const body = "云溪县河畔街道办事处";
    const report = await object(body, { received: 9, carried: 0, granted: 9 });
    const page = written(report, "html").toString("utf8");
    const rows = page.split("</tr>");
    const at = rows.findIndex((row) => row.includes("新收政府信息公开申请"));
    assert.ok(at > 0, "the row of new applications");
    // The second of its seven numbers is gone, as when a page was pasted together by hand.
    let number = 0;
    rows[at] = rows[at].replace(/<td[^>]*>\s*\d+\s*<\/td>/g, (cell) => ((number += 1) === 2 ? "" : cell));
    await as(await town.supervisor(), async (supervisor) => {
      await supervisor.opens(collect("heban"));
      await supervisor.fills({ 意见: "单位来函说明新收申请数有误，请报更正后的文件。" }, supervisor.page);
      await supervisor.presses("退回修改", supervisor.page);
      await supervisor.sees("更正中");
      await handsIn(supervisor, body, "河畔街道年报.html", Buffer.from(rows.join("</tr>")));
      assert.match(await supervisor.page.locator(".findings").innerText(), /R116/);
      const kinds = ["business", "research", "social_org", "legal_service", "other_org"];
      await mends(supervisor, {
        "applications.new_received.natural_person": "9", [NEW]: "9",
        ...Object.fromEntries(kinds.map((kind) => [`applications.new_received.${kind}`, "0"])),
      });
      await takesIn(supervisor, "新收申请由上次报的数更正为9件");
      await lets_out(supervisor, "heban");
    });
  });

  /** On a wide screen document and form stand side by side, on a telephone one under the other. */
  async function besideEachOther(person) {
    for (const [width, beside] of [[1440, true], [1200, true], [375, false]]) {
      await person.page.setViewportSize({ width, height: 900 });
      const [left, right] = await Promise.all([".beside-original", ".beside-form"].map((part) => person.page.locator(part).boundingBox()));
      assert.equal(left.x + left.width <= right.x, beside, `at ${width} px`);
      if (!beside) assert.ok(left.y + left.height <= right.y, "the document first, then the form");
    }
    await person.page.setViewportSize({ width: 1440, height: 900 });
  }
});

describe("the region's sum", () => {
  test("names who is missing, and each of its numbers opens to what the bodies brought", async () => {
    await as(await town.supervisor(), async (supervisor) => {
      await supervisor.opens(sum);
      await supervisor.sees("有单位逾期未报送", LATE);
      assert.match(await supervisor.page.innerText("body"), /已计入\s*11 个/);
      const total = await figure(supervisor, NEW);
      await supervisor.page.locator(`[id="cell-${NEW}"] a`).first().click();
      await supervisor.page.waitForURL(/sum\/cell/);
      await supervisor.looksAround();
      const shares = await supervisor.page.locator("table.list td.num").allInnerTexts();
      assert.equal(shares.reduce((all, one) => all + Number(one.replaceAll(",", "")), 0), total, `${shares}`);
      assert.ok(shares.length >= 11);
      const xlsx = await supervisor.fetches(`/desk/collect/sum/sum.xlsx?year=${YEAR}`);
      assert.equal((await xlsx.body()).toString("latin1", 0, 2), "PK");
      town.remembers({ total });
    });
  });

  test("is adopted; the county's own report takes its numbers, is signed and published", async () => {
    await as(await town.clerk(), async (clerk) => {
      await clerk.opens(`${sheet("yunxi")}/act/reopen`);
      await clerk.fills({ 需要更正什么: "按全县汇总重新填写表格" });
      await clerk.presses("开始更正", clerk.main);
    });
    await as(await town.supervisor(), async (supervisor) => {
      await supervisor.opens(sum);
      await supervisor.presses("采用这份汇总", supervisor.page);
      await shows(supervisor, "已采用的汇总由");
    });
    await as(await town.clerk(), async (clerk) => {
      await clerk.opens(sheet("yunxi"));
      assert.equal(await figure(clerk, NEW), town.known.total, "the county's report tells the county's number");
      await clerk.opens(`${sheet("yunxi")}/text/overview?draft=1`);
      await clerk.presses("保存", clerk.main);
    });
    await as(await town.head(), async (head) => {
      await head.opens(`${sheet("yunxi")}/sign`);
      await head.fills({ 更正了什么: "表格由本级登记的数改为全县汇总的数" });
      await head.presses("签发并报送", head.main);
      await head.sees("已签发并报送，报告已锁定");
    });
    await as(await town.clerk(), async (clerk) => {
      await clerk.opens(`${sheet("yunxi")}/act/publish`);
      await clerk.presses("公布更正", clerk.main);
      await clerk.sees("已在网站公布");
    });
  });
});

describe("a citizen on a telephone", () => {
  test("opens a number of the county's report down to the cases, and finds nobody's name", async () => {
    let names;
    await as(await clerkOf("zrj"), async (clerk) => {
      await clerk.opens(`${sheet("zrj")}/cell?path=${NEW}`);
      const at = (await clerk.page.locator("table.list thead th").allInnerTexts()).indexOf("申请人");
      names = await clerk.page.locator(`table.list tbody td:nth-child(${at + 1})`).allInnerTexts();
      assert.ok(names.length > 0 && names.every((name) => name.trim()), `${names}`);
    });
    await as(await town.visitor({ viewport: { width: 375, height: 812 }, hasTouch: true }), async (citizen) => {
      const opensNumber = async () => {
        const link = citizen.page.locator(`a:visible[href*='/cell?path=${NEW}']`).first();
        const number = (await link.innerText()).match(/\d+/)[0];
        await citizen.opens(await link.getAttribute("href"));
        return Number(number);
      };
      await citizen.opens(`/bodies/yunxi/reports/${YEAR}`);
      assert.equal(await opensNumber(), town.known.total);
      await citizen.sees("云溪县自然资源局", "云溪县望溪镇人民政府");
      await citizen.misses(LATE);
      const line = citizen.main.locator("tbody tr").filter({ hasText: "云溪县自然资源局" });
      const share = Number(await line.locator("td.num").innerText());
      await citizen.follows("云溪县自然资源局", citizen.main);
      await citizen.sees("云溪县自然资源局", "政府信息公开工作年度报告");
      assert.equal(await opensNumber(), share, "the same number in the body's own report");
      await citizen.sees("收到月份", "申请人", "不公布申请人和申请的内容");
      const text = await citizen.page.innerText("body");
      const counted = await citizen.page.locator("table.list tbody td:nth-child(4)").allInnerTexts();
      assert.equal(counted.reduce((all, one) => all + Number(one), 0), share, "every case is in the list");
      for (const name of names) assert.ok(!text.includes(name), `the public page tells ${name}`);
    });
  });
});

describe("next year's report", () => {
  test("finds by itself what was carried over", async () => {
    for (const slug of ["zrj", "czj", "jyj"]) {
      await as(await clerkOf(slug), async (clerk) => {
        await clerk.opens(sheet(slug));
        const forward = await figure(clerk, "applications.carried_forward.total");
        await clerk.opens(sheet(slug, YEAR + 1));
        assert.equal(await figure(clerk, "applications.carried_over_in.total"), forward, slug);
        assert.ok(!(await clerk.page.innerText("body")).includes("R140"));
      });
    }
  });
});

describe("all of it", () => {
  test("has no link that leads nowhere, for the authority, a clerk and a visitor", async () => {
    for (const person of [await town.supervisor(), await clerkOf("wangxi"), await town.visitor()]) {
      const cookie = (await person.context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
      const starts = { supervisor: ["/desk/collect", "/desk/report"], visitor: [`/bodies/yunxi/reports/${YEAR}`] };
      const start = starts[person.who] ?? ["/desk/report"];
      const walk = await crawl({ base: town.base, cookie, start, most: 200 });
      assert.deepEqual(walk.broken, []);
      await person.leaves();
    }
  });

  test("shows every page without an accessibility violation, wide, narrow and in large type", () => {
    console.log(`looked closely at ${seen.pages} pages; the heaviest has ${seen.heaviest.kb.toFixed(0)} KB (${seen.heaviest.where})`);
    assert.ok(seen.pages > 15);
    assert.equal(town.problems.length, 0, `\n${[...new Set(town.problems)].join("\n")}`);
  });
});
