// The year of a county's disclosure office, in a real browser, as each person (issue 2, points 1 to 6).
//
// Read from top to bottom: each test is one visit to the counter and leaves things for the next.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { crawl } from "./crawl.mjs";
import { docxText } from "./docx.mjs";
import { seen } from "./look.mjs";
import { Town } from "./town.mjs";

/** The number printed as an example in GB 11643; it belongs to nobody. */
const ID_NUMBER = "11010519491231002X";
const SCRIPT = `"><script>alert('x')</script><img src=x onerror=alert(1)>`;

/** @type {Town} */
let town;
before(async () => (town = await Town.open()), { timeout: 120_000 });
after(async () => town?.close());

/** A form as a careful citizen fills it in. */
const carefully = (wanted) => ({
  姓名: "王小明", 证件名称: "居民身份证", 证件号码: ID_NUMBER, 联系电话: "13800000000", 信息的名称: wanted,
  提供形式: ["电子文件"], 获取途径: ["网上查询下载"],
});

/** Today in Beijing, as a clerk types it. */
const today = () => new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);

/** Number, query code and the sentence on the answer's date, from a receipt on screen. */
async function receiptOf(person) {
  const [number, code] = await person.page.locator(".receipt-number").allInnerTexts();
  return { number: number.trim(), code: code.trim(), text: await person.reads() };
}

async function tracks(person, { number, code }) {
  await person.opens("/track/");
  await person.fills({ 申请编号: number, 查询码: code });
  await person.presses("查询", person.main);
}

describe("a visitor", () => {
  test("finds a publication by two characters and reads it with its metadata box and attachment", async () => {
    const visitor = await town.visitor();
    await visitor.opens("/");
    await visitor.fills({ 搜索政府信息: "养老" });
    await visitor.presses("搜索", visitor.main);
    await visitor.sees(/共找到 \d+ 条/, "养老");
    const first = visitor.page.locator(".doc-list-title").first();
    const title = (await first.innerText()).trim();
    await visitor.follows(title, visitor.main);
    assert.equal(visitor.status, 200);
    assert.match(visitor.page.url(), /\/p\//);
    const box = await visitor.page.locator(".metadata dt").allInnerTexts();
    for (const label of ["索引号", "主题分类", "发布机构", "成文日期", "发布日期", "效力状态", "文号", "名称"]) {
      assert.ok(box.some((term) => term.includes(label)), `${label} is missing from the metadata box: ${box}`);
    }
    await visitor.leaves();
  });

  test("downloads an attachment that is what it says it is", async () => {
    const visitor = await town.visitor();
    await visitor.opens("/search?order=newest");
    const links = await visitor.page.locator(".doc-list-title").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    let found = null;
    for (const href of links) {
      const html = await (await visitor.fetches(href)).text();
      if (html.includes('class="attachments"')) found = href;
      if (found) break;
    }
    assert.ok(found, "one of the newest publications has an attachment");
    await visitor.opens(found);
    const link = visitor.page.locator(".attachments a").first();
    const answer = await visitor.fetches(await link.getAttribute("href"));
    assert.equal(answer.status(), 200);
    assert.match(answer.headers()["content-disposition"] ?? "", /^(attachment|inline)/);
    assert.equal(answer.headers()["x-content-type-options"], "nosniff");
    assert.ok((await answer.body()).length > 0);
    await visitor.leaves();
  });

  test("who searches for nothing that exists is shown ways on", async () => {
    const visitor = await town.visitor();
    await visitor.opens(`/search?q=${encodeURIComponent("龘龘鱻鱻")}`);
    await visitor.sees("没有找到", "依申请公开");
    await visitor.opens("/search");
    await visitor.opens("/p/no-such-number", 404);
    await visitor.leaves();
  });
});

describe("an applicant", () => {
  let address;

  test("sees every mistake at once beside its field, and nothing typed is lost", async () => {
    const applicant = await town.visitor();
    await applicant.opens("/apply/");
    await applicant.followsTo(`/apply/${town.office}`);
    address = new URL(applicant.page.url()).pathname;
    const typed = {
      姓名: "王小明", 证件名称: "居民身份证", 证件号码: ID_NUMBER.slice(0, 17), 联系电话: "1380000000", 电子邮箱: "wang@", 邮政编码: "2231",
      其他特征性描述: "第一行\n第二行",
    };
    await applicant.fills({ ...typed, 提供形式: ["纸质"], 获取途径: ["邮寄"] });
    await applicant.presses("提交申请");
    assert.equal(applicant.status, 422);
    for (const [label, word] of [["证件号码", "18 位"], ["联系电话", "11 位"], ["电子邮箱", "@"], ["邮政编码", "6 位"], ["通信地址", "邮寄"]]) {
      assert.match(await applicant.errorBeside(label), new RegExp(word), `beside ${label}`);
    }
    assert.equal((await applicant.errors()).length, 5);
    for (const [label, value] of Object.entries(typed)) {
      if (label !== "证件名称") assert.equal(await applicant.typed(label), value, label);
    }
    assert.ok(await applicant.group("获取途径").getByLabel("邮寄", { exact: true }).isChecked());
    assert.match(await applicant.page.title(), /^需要修改/);
    const focused = await applicant.page.evaluate("document.activeElement.className");
    assert.equal(focused, "error-summary", "the reader stands at the summary");
    await applicant.leaves();
  });

  test("gets a number, a query code and a date, and follows the application with them", async () => {
    const applicant = await town.visitor();
    await applicant.opens(address);
    await applicant.fills(carefully("2025年度农村公路养护资金分配方案"));
    await applicant.presses("提交申请");
    assert.equal(applicant.status, 201);
    const receipt = await receiptOf(applicant);
    assert.match(receipt.code, /^[2-9A-Z]{5}-[2-9A-Z]{5}$/);
    assert.match(receipt.text, /\d{4}年\d{1,2}月\d{1,2}日/, "a date by which to expect an answer");
    const paper = await applicant.downloads("下载接收回执");
    const text = docxText(paper.bytes);
    assert.ok(text.includes(receipt.number) && text.includes("农村公路养护资金分配方案"), text);
    await tracks(applicant, receipt);
    assert.ok((await applicant.page.title()).includes(receipt.number));
    await applicant.sees("等待登记", "农村公路养护资金");
    town.remembers({ receipt, address });
    await applicant.leaves();
  });

  test("with a wrong code learns nothing", async () => {
    const stranger = await town.visitor();
    await tracks(stranger, { number: town.known.receipt.number, code: "22222-22222" });
    assert.equal(stranger.status, 422);
    await stranger.misses("农村公路", "王");
    await stranger.leaves();
  });

  test("who presses the button twice has made one application", async () => {
    const applicant = await town.visitor();
    await applicant.opens(address);
    await applicant.fills(carefully("两次点击的申请"));
    const form = await applicant.page.locator("form[action^='/apply/']").evaluate((el) => [...new FormData(el)]);
    const send = async () => {
      const answer = await applicant.fetches(address, { method: "POST", form: Object.fromEntries(form) });
      return [answer.status(), (await answer.text()).match(/receipt-number">([^<]+)/g)?.join()];
    };
    const [[first, one], [second, two]] = await Promise.all([send(), send()]);
    assert.deepEqual([first, second], [201, 201]);
    assert.equal(one, two, "both answers show one number and one code");
    await applicant.leaves();
  });

  test("who writes a script into every field gets it back as text", async () => {
    const joker = await town.visitor();
    await joker.opens(`${address}?as=organisation`);
    const labels = ["单位名称", "统一社会信用代码", "法定代表人或者负责人", "联系人", "联系电话", "电子邮箱", "通信地址", "邮政编码", "传真",
      "信息的名称", "文号", "其他特征性描述"];
    await joker.page.evaluate("for (const el of document.querySelectorAll('[maxlength]')) el.removeAttribute('maxlength')");
    await joker.fills(Object.fromEntries(labels.map((label) => [label, SCRIPT])));
    await joker.presses("提交申请");
    assert.equal(joker.status, 422);
    for (const label of labels) assert.equal(await joker.typed(label), SCRIPT, label);
    await joker.opens(`/search?q=${encodeURIComponent(SCRIPT)}`);
    assert.equal(await joker.page.locator("main [type=search]").inputValue(), SCRIPT);

    await joker.opens(address);
    await joker.fills({ ...carefully(SCRIPT), 姓名: SCRIPT, 通信地址: SCRIPT, 文号: SCRIPT, 其他特征性描述: SCRIPT });
    await joker.presses("提交申请");
    assert.equal(joker.status, 201, (await joker.errors()).join());
    town.remembers({ script: await receiptOf(joker) });
    await joker.sees("<script>");
    await tracks(joker, town.known.script);
    await joker.sees("<script>");
    await joker.leaves();
  });

  test("for an organisation of one of the five kinds gives its code and who speaks for it", async () => {
    const applicant = await town.visitor();
    await applicant.opens(address);
    await applicant.fills({ 电子邮箱: "qinghe@example.cn" });
    await applicant.presses("法人或者其他组织");
    assert.equal(await applicant.typed("电子邮箱"), "qinghe@example.cn", "what was typed is still there");
    const kinds = await applicant.group("组织类型").getByRole("radio").count();
    assert.equal(kinds, 5);
    await applicant.fills({
      组织类型: ["商业企业"], 单位名称: "云溪县青禾农业有限公司", 统一社会信用代码: "91350100M000100Y44", 法定代表人或者负责人: "李青禾",
      联系人: "周明", 文号: "云政办发〔2025〕12号",
    });
    await applicant.presses("提交申请");
    assert.equal(applicant.status, 422);
    assert.match((await applicant.errors()).join(), /统一社会信用代码/, "a code whose check digit is wrong is noticed");
    await applicant.fills({ 统一社会信用代码: "91350100M000100Y43" });
    await applicant.presses("提交申请");
    assert.equal(applicant.status, 201, (await applicant.errors()).join());
    await applicant.leaves();
  });

  test("who sends what no person would is told so, and nothing breaks", async () => {
    const program = await town.visitor();
    const send = (path, form, headers = {}) => program.fetches(path, { method: "POST", form, headers });
    const unknown = await send(address, { name: "王小明", is_admin: "1" });
    assert.equal(unknown.status(), 400);
    assert.match(await unknown.text(), /没有的一项“is_admin”/);
    const long = await send(address, { name: "长".repeat(5000), wanted_features: "长".repeat(5000) });
    assert.equal(long.status(), 422);
    assert.match(await long.text(), /最多 \d+ 个字，现在是 5000 个字/);
    const control = await send(address, { name: "王\u0007小明" });
    assert.match(await control.text(), /看不见的控制字符/);
    const foreign = await send(address, {}, { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" });
    assert.equal(foreign.status(), 403);
    for (const path of ["/desk/", "/desk/cases/", "/desk/people", "/desk/audit"]) {
      const answer = await program.fetches(path);
      assert.ok([303, 401, 403].includes(answer.status()), `${path} answers a stranger ${answer.status()}`);
    }
    await program.leaves();
  });

  test("without JavaScript goes the whole way: mistakes, receipt, progress", async () => {
    const applicant = await town.visitor({ scripts: false });
    await applicant.opens("/");
    await applicant.follows("申请公开政府信息");
    await applicant.followsTo(`/apply/${town.office}`);
    await applicant.presses("提交申请");
    assert.equal(applicant.status, 422);
    assert.ok((await applicant.errors()).length >= 4);
    await applicant.fills(carefully("没有脚本的申请"));
    await applicant.presses("提交申请");
    assert.equal(applicant.status, 201);
    const receipt = await receiptOf(applicant);
    await tracks(applicant, receipt);
    await applicant.sees("没有脚本的申请", "等待登记");
    await applicant.leaves();
  });

  test("with the keyboard alone fills in the form and sends it", async () => {
    const applicant = await town.visitor();
    await applicant.opens(address);
    const keys = applicant.page.keyboard;
    const here = () => applicant.page.evaluate("[document.activeElement.name ?? '', document.activeElement.type ?? '', document.activeElement.innerText ?? '']");
    const answers = { name: "李键盘", proof_number: ID_NUMBER, phone: "13900000000", wanted_name: "键盘填写的申请" };
    let sent = false;
    for (let step = 0; step < 80 && !sent; step += 1) {
      await keys.press("Tab");
      const [name, type, text] = await here();
      const outlined = await applicant.page.evaluate("getComputedStyle(document.activeElement).outlineStyle !== 'none'");
      assert.ok(outlined, `the focus is visible on ${name || text}`);
      if (answers[name]) await keys.type(answers[name]);
      else if (name === "proof_kind") await keys.press("ArrowDown").then(() => keys.press("Home"));
      else if (type === "submit" && text.includes("提交申请")) sent = true;
    }
    assert.ok(sent, "the button is reached by Tab");
    const arrives = applicant.page.waitForEvent("framenavigated");
    await keys.press("Enter");
    await arrives;
    await applicant.page.waitForLoadState();
    assert.equal(applicant.status, 201, (await applicant.errors()).join());
    await applicant.leaves();
  });
});

describe("a case", () => {
  const WANTED = "2025年度农村公路养护资金分配方案";
  let address;

  test("stands on the clerk's desk, sorted by the last lawful day", async () => {
    const clerk = await town.clerk();
    await clerk.opens("/desk/");
    await clerk.opens("/desk/cases/");
    const rows = await clerk.page.locator("table.list tbody tr").evaluateAll((all) => all.map((row) => row.innerText));
    assert.ok(rows.some((row) => row.includes(town.known.receipt.number)), "the new application is in the list");
    const dues = rows.map((row) => row.match(/\d{4}-\d{2}-\d{2}|\d{4}年\d{1,2}月\d{1,2}日/g)?.[1]).filter(Boolean);
    assert.deepEqual(dues, [...dues].sort(), "sorted by the last lawful day");
    await clerk.misses("王小明", ID_NUMBER);
    await clerk.follows(town.known.receipt.number, clerk.page.locator("table.list"));
    address = new URL(clerk.page.url()).pathname;
    await clerk.sees(WANTED, "待登记", "期限未起算");
    await clerk.leaves();
  });

  test("a script typed by an applicant is text on the desk too", async () => {
    const clerk = await town.clerk();
    await clerk.opens("/desk/cases/");
    await clerk.follows(town.known.script.number, clerk.page.locator("table.list"));
    await clerk.sees("<script>");
    await clerk.leaves();
  });

  test("may not be answered before it is registered: refused with the article and the way on", async () => {
    const clerk = await town.clerk();
    await clerk.opens(address);
    await clerk.page.locator("details summary").first().click();
    await clerk.sees("签发", /条例第.+条/, /可以：/);
    await clerk.looksAround();
    await clerk.opens(`${address}/served`);
    await clerk.sees("现在不能办理", /可以：/);
    assert.equal(await clerk.page.locator("main form").count(), 0, "and offers no form");
    await clerk.leaves();
  });

  test("is registered; then the page says step by step why this is the last day", async () => {
    const clerk = await town.clerk();
    await clerk.opens(address);
    await clerk.follows("登记收到申请");
    await clerk.fills({ 双方确认之日: "2026年2月31日" });
    await clerk.presses("登记收到申请", clerk.main);
    assert.equal(clerk.status, 422);
    assert.match(await clerk.errorBeside("双方确认之日"), /2月没有31日/);
    await clerk.fills({ 双方确认之日: today() });
    await clerk.presses("登记收到申请", clerk.main);
    await clerk.sees("已记录：登记收到申请", "办理中", "期限为什么是这一天", "期限的计算步骤", /条例第三十[一三]条/);
    const due = await clerk.page.locator(".due-day").innerText();
    assert.match(due, /\d{4}年\d{1,2}月\d{1,2}日（星期.）/);
    await clerk.sees("已用 0 个工作日，还剩 20 个");
    town.remembers({ due });
    await clerk.leaves();

    const applicant = await town.visitor();
    await tracks(applicant, town.known.receipt);
    await applicant.sees("正在办理", due);
    await applicant.leaves();
  });

  test("two at once: the second learns what happened and loses no typing", async () => {
    const [first, second] = [await town.clerk(), await town.clerk()];
    await second.opens(`${address}/noted`);
    await first.opens(`${address}/noted`);
    await first.fills({ 备注内容: "第一人写的备注。" });
    await first.presses("添加备注", first.main);
    await first.sees("第一人写的备注。");
    await second.fills({ 备注内容: "第二人写了很长的备注。" });
    await second.presses("添加备注", second.main);
    assert.equal(second.status, 409);
    await second.sees("第一人写的备注。");
    assert.equal(await second.typed("备注内容"), "第二人写了很长的备注。");
    await second.presses("添加备注", second.main);
    await second.sees("第一人写的备注。", "第二人写了很长的备注。");
    await first.leaves();
    await second.leaves();
  });

  test("is decided; the letter goes to the head with its remedies paragraph", async () => {
    const clerk = await town.clerk();
    await clerk.opens(address);
    await clerk.follows("拟定答复");
    await clerk.fills({ 答复结果: ["政府信息不存在"] });
    await clerk.presses("下一步");
    await clerk.presses("拟定答复", clerk.main);
    assert.equal(clerk.status, 422);
    await clerk.fills({
      检索范围: "办公室、财务股的全部文书档案和财政一体化系统", 检索方法: "以“养护”“分配方案”为关键词检索标题和正文", 检索日期: today(),
    });
    await clerk.presses("拟定答复", clerk.main);
    await clerk.sees("待签发");
    const draft = await clerk.downloads("下载送签稿");
    checkLetter(docxText(draft.bytes));
    await clerk.leaves();
  });

  test("is signed by the head; before, the applicant is shown nothing of it", async () => {
    const applicant = await town.visitor();
    await tracks(applicant, town.known.receipt);
    await applicant.misses("下载答复书", "不存在");
    await applicant.leaves();

    const head = await town.head();
    await head.opens("/desk/");
    await head.opens(address);
    await head.follows("签发");
    await head.presses("签发", head.main);
    await head.sees("待送达");
    const signed = await head.downloads(/答复书/, head.page.locator("main .attachments"));
    assert.match(signed.name, /\.docx$/);
    checkLetter(docxText(signed.bytes));
    await head.leaves();
  });

  test("is served; the applicant sees the answer and downloads the letter", async () => {
    const clerk = await town.clerk();
    await clerk.opens(address);
    await clerk.follows("登记送达");
    await clerk.fills({ 送达方式: ["电子送达，以发出之日为准"], 送达之日: today(), 送达凭证: "申请人网上查询页面" });
    await clerk.presses("登记送达", clerk.main);
    await clerk.sees("已答复");
    await clerk.leaves();

    const applicant = await town.visitor();
    await tracks(applicant, town.known.receipt);
    await applicant.sees("答复");
    const letter = await applicant.downloads("下载答复书");
    assert.match(letter.name, /\.docx$/);
    checkLetter(docxText(letter.bytes));
    await applicant.leaves();
  });

  test("is extended once, by at most 20 working days, when the head consents; then the last day moves", async () => {
    const clerk = await town.clerk();
    await clerk.opens("/desk/cases/");
    await clerk.follows(town.known.script.number, clerk.page.locator("table.list"));
    const other = new URL(clerk.page.url()).pathname;
    await clerk.follows("登记收到申请", clerk.main);
    await clerk.presses("登记收到申请", clerk.main);
    const before = await clerk.page.locator(".due-day").innerText();
    await clerk.follows("申请延长答复期限", clerk.main);
    await clerk.fills({ "延长的天数（工作日）": "25", 延长的理由: "材料多，需要逐页核对" });
    await clerk.presses("申请延长答复期限", clerk.main);
    assert.equal(clerk.status, 422);
    await clerk.sees(/20 个工作日/, "条例第三十三条", "可以：");
    assert.equal(await clerk.typed("延长的理由"), "材料多，需要逐页核对");
    await clerk.fills({ "延长的天数（工作日）": "10" });
    await clerk.presses("申请延长答复期限", clerk.main);
    assert.equal(await clerk.page.locator(".due-day").innerText(), before, "asking moves nothing");
    await clerk.leaves();

    const head = await town.head();
    await head.opens(other);
    await head.follows("同意延长答复期限", head.main);
    await head.sees("材料多，需要逐页核对");
    await head.presses("同意延长答复期限", head.main);
    const after = await head.page.locator(".due-day").innerText();
    assert.notEqual(after, before);
    await head.sees("还剩 30 个");
    await head.leaves();
  });

  test("who is signed out while typing loses nothing", async () => {
    const clerk = await town.clerk();
    await clerk.opens(`${address}/noted`);
    await clerk.fills({ 备注内容: "写到一半，登录超时了。" });
    const cookies = await clerk.context.cookies();
    await clerk.context.clearCookies();
    await clerk.presses("添加备注", clerk.main);
    await clerk.sees("登录已经超时", "都在");
    await clerk.context.addCookies(cookies);
    await clerk.presses("继续提交", clerk.main);
    if ((await clerk.reads()).includes("请确认后继续提交")) await clerk.presses("继续提交", clerk.main);
    await clerk.sees("写到一半，登录超时了。");
    await clerk.leaves();
  });

  test("is nobody else's to see", async () => {
    const others = { visitor: await town.visitor(), admin: await town.admin(), neighbour: await town.neighbour() };
    for (const [who, person] of Object.entries(others)) {
      for (const path of [address, `${address}/draft.docx`, `${address}/noted`]) {
        const answer = await person.fetches(path);
        assert.ok([303, 401, 403, 404].includes(answer.status()), `${path} answers the ${who} ${answer.status()}`);
        assert.ok(!(await answer.text()).includes("王小明"));
      }
      await person.leaves();
    }
  });

  /** A reply in the official form: to whom, what was asked, why, and what can be done against it, as the law stands today. */
  function checkLetter(text) {
    for (const words of ["王小明", WANTED, "检索", "条例", "行政复议", "行政诉讼"]) assert.ok(text.includes(words), `${words} is missing:\n${text}`);
    assert.match(text, /(60|六十)日内/, "the time for reconsideration");
  }
});

describe("an editor", () => {
  const TITLE = "关于启用蓝莓大棚验收细则的通知";
  let desk;

  test("drafts a publication and hands it in", async () => {
    const editor = await town.clerk();
    await editor.opens("/desk/publications");
    await editor.follows("新建稿件");
    await editor.presses("保存草稿");
    assert.equal(editor.status, 422);
    assert.ok((await editor.errorBeside("名称")).length > 0);
    await editor.fills({
      名称: TITLE, 栏目: "法定主动公开内容 > 通知公告", 成文日期: "2026年3月5日", 文号: "云办发〔2026〕88号", 内容概述: "蓝莓大棚验收的程序和标准。",
      正文: `一、适用范围\n本细则适用于全县蓝莓大棚的验收。\n${SCRIPT}\n二、程序\n验收分为申报、勘验、公示三步。`,
    });
    await editor.page.locator("input[type=file]").setInputFiles({
      name: "验收表.txt", mimeType: "text/plain", buffer: Buffer.from("蓝莓大棚验收表\n", "utf8"),
    });
    await editor.presses("保存草稿");
    await editor.sees("草稿已保存", TITLE, "<script>", "验收表.txt");
    await editor.presses("送审");
    await editor.sees("等待审核人审查");
    desk = new URL(editor.page.url()).pathname;
    await editor.leaves();
  });

  test("who attaches too large a file is told how large it may be", async () => {
    const editor = await town.clerk();
    await editor.opens("/desk/publications/new");
    await editor.fills({ 名称: "附件太大的稿件", 栏目: "法定主动公开内容 > 通知公告" });
    await editor.page.locator("input[type=file]").setInputFiles({
      name: "太大.txt", mimeType: "text/plain", buffer: Buffer.alloc(30 * 1024 * 1024, "大"),
    });
    await editor.presses("保存草稿");
    assert.equal(editor.status, 413);
    await editor.sees(/MB|MiB|兆/);
    await editor.leaves();
  });

  test("who wrote it can never review it", async () => {
    const editor = await town.clerk();
    const answer = await editor.fetches(`${desk}/review`);
    assert.ok([403, 409].includes(answer.status()), `the author's review answers ${answer.status()}`);
    await editor.opens(desk);
    await editor.misses("审核通过，等待");
    await editor.leaves();
  });

  test("has it reviewed by another, publishes it, and it is found within a second", async () => {
    const reviewer = await town.reviewer();
    await reviewer.opens(desk);
    await reviewer.follows(/审查/, reviewer.main);
    await reviewer.presses("审核通过");
    assert.ok([409, 422].includes(reviewer.status), "an empty review approves nothing");
    await reviewer.fills({ 审查依据: "条例第十七条" }, reviewer.page);
    for (const [group, choice] of [["内容审查", 0], ["保密审查", 0], ["个人信息、商业秘密审查", 0]]) {
      await reviewer.group(group, reviewer.page).getByRole("radio").nth(choice).check();
    }
    await reviewer.presses("审核通过");
    await reviewer.sees("审核通过");
    await reviewer.leaves();

    const editor = await town.clerk();
    await editor.opens(desk);
    await editor.presses("发布", editor.main);
    await editor.sees("已发布");
    const began = performance.now();
    let found = null;
    while (!found && performance.now() - began < 1000) {
      const answer = await editor.fetches(`/search?q=${encodeURIComponent("蓝莓大棚")}`);
      found = (await answer.text()).match(/class="doc-list-title" href="([^"]+)"[^>]*>([^<]*启用[^<]*)/);
    }
    const after = performance.now() - began;
    assert.ok(found, "not found by search within a second");
    console.log(`found by search ${after.toFixed(0)} ms after publishing`);

    const visitor = await town.visitor();
    await visitor.opens(found[1]);
    await visitor.sees(TITLE, "云办发〔2026〕88号", "2026年3月5日", "<script>");
    const number = await visitor.page.locator(".metadata dt:has-text('索引号') + dd").innerText();
    assert.match(number.trim(), /2026.*\d/, "an index number of this year");
    const file = await visitor.fetches(await visitor.page.locator(".attachments a").first().getAttribute("href"));
    assert.equal(await file.text(), "蓝莓大棚验收表\n");
    town.remembers({ published: found[1], file: file.url() });
    await visitor.leaves();
    await editor.leaves();
  });

  test("withdraws it with a reason: gone from search, and its address says so", async () => {
    const head = await town.head();
    await head.opens(desk);
    await head.follows(/撤回/, head.main);
    await head.presses("撤回公开", head.main);
    assert.equal(head.status, 422, "not without a reason");
    await head.fills({ 撤回理由: "附表金额有误，更正后重新公开" });
    await head.presses("撤回公开", head.main);
    await head.sees("已撤回");
    await head.leaves();

    const visitor = await town.visitor();
    const search = await visitor.fetches(`/search?q=${encodeURIComponent("蓝莓大棚")}`);
    assert.ok(!(await search.text()).includes(TITLE), "gone from search at once");
    await visitor.opens(town.known.published, 410);
    await visitor.sees("撤回", "附表金额有误，更正后重新公开", /\d{4}年\d{1,2}月\d{1,2}日/);
    const file = await visitor.fetches(town.known.file);
    assert.ok(file.status() >= 400, `the attachment of a withdrawn text still answers ${file.status()}`);
    await visitor.leaves();
  });

  test("two at once: the second sees what the first changed and loses no typing", async () => {
    const [first, second] = [await town.clerk(), await town.clerk()];
    await first.opens("/desk/publications/new");
    await first.fills({ 名称: "两人同时修改的稿件", 栏目: "法定主动公开内容 > 通知公告" });
    await first.presses("保存草稿");
    const edit = `${new URL(first.page.url()).pathname}/edit`;
    await first.opens(edit);
    await second.opens(edit);
    await first.fills({ 内容概述: "先保存的一句。" });
    await first.presses("保存草稿");
    await second.fills({ 正文: "后保存的人写了很长的正文。" });
    await second.presses("保存草稿");
    assert.equal(second.status, 409);
    await second.sees("先保存的一句。");
    assert.equal(await second.typed("正文"), "后保存的人写了很长的正文。");
    await second.presses("保存草稿");
    await second.sees("草稿已保存");
    await first.leaves();
    await second.leaves();
  });
});

describe("the yearly report", () => {
  test("shows the official tables, and each number opens the list of what it counts", async () => {
    const head = await town.head();
    await head.opens("/desk/report");
    const reports = await head.page.locator("main a[href^='/desk/report/']").evaluateAll((all) => all.map((a) => a.getAttribute("href")));
    const sheets = [...new Set(reports.filter((href) => /\/\d{4}$/.test(href)))];
    assert.ok(sheets.length > 0, "there is a report to open");
    let counted = 0;
    let opened = 0;
    for (const sheet of sheets.slice(0, 4)) {
      await head.opens(sheet);
      await head.sees("主动公开", "收到和处理政府信息公开申请情况", "行政复议");
      const isOpen = (await head.main.textContent()).includes("编制中");
      const figures = await head.page.locator("table.form a[href*='/cell?path=']").evaluateAll((all) =>
        all.map((a) => [a.getAttribute("href"), a.textContent.trim()]));
      for (const [href, number] of figures) {
        const answer = await head.fetches(href);
        assert.equal(answer.status(), 200, href);
        const text = await answer.text();
        if (text.includes("填报记录")) continue;
        opened += 1;
        const total = Number(text.match(/<caption>共 (\d+) 件/)?.[1] ?? 0);
        // What is signed is frozen, and the register behind it goes on.
        if (isOpen) assert.equal(total, Number(number), `${href} says ${number} and lists ${total}`);
        counted += total;
        if (total && isOpen) town.remembers({ sheet, number: href });
      }
    }
    console.log(`${opened} numbers opened, ${counted} things listed behind them`);
    assert.ok(counted > 0, "the demonstration's year is not empty");
    await head.opens(town.known.number);
    await head.follows("回到年度报告表格");
    assert.equal(new URL(head.page.url()).pathname, town.known.sheet);
    await head.leaves();
  });

  test("asks for the figures that no register holds, and says which one needs mending", async () => {
    const clerk = await town.clerk();
    await clerk.opens(`${town.known.sheet}/figures`);
    const value = clerk.page.locator("input[name^='value-']").first();
    await value.fill("十二件");
    await clerk.presses("保存", clerk.main);
    assert.equal(clerk.status, 422);
    assert.ok((await clerk.errors()).length >= 1);
    assert.equal(await clerk.page.locator("input[name^='value-']").first().inputValue(), "十二件");
    await clerk.page.locator("input[name^='value-']").first().fill("12");
    await clerk.page.locator("input[name^='source-']").first().fill("行政许可办理系统年度统计");
    await clerk.presses("保存", clerk.main);
    await clerk.sees(/已保存 \d+ 格/);
    await clerk.leaves();
  });

  test("downloads as DOCX and as a page", async () => {
    const head = await town.head();
    await head.opens(town.known.sheet);
    const docx = await head.downloads(/DOCX|Word/);
    const text = docxText(docx.bytes);
    for (const words of ["政府信息公开工作年度报告", "主动公开政府信息情况", "商业企业", "行政复议"]) assert.ok(text.includes(words), words);
    const html = await head.downloads(/网页/);
    assert.match(html.bytes.toString("utf8"), /^<!doctype html>/i);
    assert.ok(html.bytes.includes("<table"));
    await head.leaves();
  });

  test("is corrected after it was published: signed by the head, read by a citizen, who opens a number and finds nobody", async () => {
    let clerk = await town.clerk();
    await clerk.opens("/desk/report");
    const published = clerk.main.locator("tbody tr").filter({ hasText: "已公布" }).first();
    const sheet = await published.locator("a").first().getAttribute("href");
    await clerk.opens(`${sheet}/act/reopen`);
    await clerk.fills({ 需要更正什么: "第五部分漏写一项措施" });
    await clerk.presses("开始更正", clerk.main);
    await clerk.sees("更正中", "网站上的版本在更正公布以前保持不变");
    await clerk.opens(`${sheet}/text/problems`);
    const field = clerk.page.locator("#f-text");
    await field.fill(`${await field.inputValue()}\n另外，按月检查更新情况。`);
    await clerk.presses("保存", clerk.main);
    await clerk.sees("文字已保存", "另外，按月检查更新情况。");
    await clerk.leaves();

    const head = await town.head();
    await head.opens(`${sheet}/sign`);
    await head.sees("相比的改动", "另外，按月检查更新情况。");
    await head.fills({ 更正了什么: "第五部分补写一项改进措施" });
    await head.presses("签发并报送", head.main);
    await head.sees("已签发并报送，报告已锁定");
    await head.leaves();

    clerk = await town.clerk();
    await clerk.opens(`${sheet}/act/publish`);
    await clerk.presses("公布更正", clerk.main);
    await clerk.sees("已在网站公布");
    await clerk.leaves();

    const citizen = await town.visitor();
    const [, , , slug, year] = sheet.split("/");
    await citizen.opens(`/bodies/${slug}/reports/${year}`);
    await citizen.sees("第 2 版", "第五部分补写一项改进措施", "另外，按月检查更新情况。");
    const number = citizen.page.locator("table.form a[href*='/cell?path=applications']").first();
    await citizen.opens(await number.getAttribute("href"));
    await citizen.sees("收到月份", "不公布申请人和申请的内容");
    await citizen.opens(`/bodies/${slug}/reports/${year}/v/1`);
    await citizen.sees("这是旧版本，已经更正");
    await citizen.leaves();
  });
});

describe("the whole town", () => {
  test("has no link that leads nowhere, for anyone", async () => {
    const everyone = { visitor: await town.visitor(), clerk: await town.clerk(), reviewer: await town.reviewer(), head: await town.head(),
      supervisor: await town.supervisor(), admin: await town.admin() };
    for (const [who, person] of Object.entries(everyone)) {
      const cookie = (await person.context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
      const walk = await crawl({ base: town.base, cookie, start: who === "visitor" ? ["/"] : ["/desk/"], most: 400 });
      console.log(`${who} followed links to ${walk.pages} pages`);
      assert.deepEqual(walk.broken, [], `as ${who}`);
      await person.leaves();
    }
  });

  test("shows every page without an accessibility violation, wide, narrow and in large type; light, quiet, and to this host alone", () => {
    console.log(`looked closely at ${seen.pages} pages; the heaviest has ${seen.heaviest.kb.toFixed(0)} KB (${seen.heaviest.where})`);
    assert.ok(seen.pages > 20);
    assert.equal(town.problems.length, 0, `\n${[...new Set(town.problems)].join("\n")}`);
  });
});
