// Makes the pictures of the README and the manual: docs/pictures/*.png, 1200 pixels wide or as wide as two columns need, of the demonstration.
import { mkdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Town } from "./town.mjs";

const pictures = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "docs", "pictures");
/** Bytes; a repository is no photo album. */
const LARGEST = 300 * 1024;

mkdirSync(pictures, { recursive: true });
const town = await Town.open();
const size = { viewport: { width: 1200, height: 860 }, deviceScaleFactor: 1, reducedMotion: "reduce" };
/** Does what is asked and takes the picture, as high as its matter needs. */
async function picture(person, name, go, height = 860, width = 1200) {
  person.quick = true;
  await go(person);
  await person.page.setViewportSize({ width, height });
  await person.page.evaluate("document.activeElement?.blur()");
  const path = join(pictures, `${name}.png`);
  await person.page.screenshot({ path, animations: "disabled" });
  const bytes = statSync(path).size;
  if (bytes > LARGEST) throw new Error(`${name}.png has ${bytes} bytes, more than ${LARGEST}`);
  console.log(`${name}.png ${(bytes / 1024).toFixed(0)} KB`);
  await person.leaves();
}

try {
  await picture(await town.visitor(size), "portal", (visitor) => visitor.opens("/"));
  await picture(await town.visitor(size), "publication", async (visitor) => {
    await visitor.opens(`/search?q=${encodeURIComponent("养老")}`);
    const found = visitor.page.locator(".doc-list > li").filter({ hasText: "号" });
    await visitor.opens(await found.locator(".doc-list-title").first().getAttribute("href"));
  }, 1100);
  await picture(await town.visitor(size), "apply-errors", async (visitor) => {
    await visitor.opens("/apply/");
    await visitor.opens(await visitor.page.locator("main .cards a").first().getAttribute("href"));
    await visitor.fills({ 姓名: "王小明", 证件号码: "1101051949123100", 联系电话: "1380000000", 电子邮箱: "wang@" });
    await visitor.presses("提交申请");
  }, 1400);
  await picture(await town.clerk(size), "case", async (clerk) => {
    await clerk.opens("/desk/cases/?stage=handling");
    await clerk.opens(await clerk.page.locator("table.list tbody tr:not(.is-late) a").first().getAttribute("href"));
  }, 1480);
  await picture(await town.clerk(size), "desk", (clerk) => clerk.opens("/desk/"), 760);
  await picture(await town.head(size), "sign", async (head) => {
    await head.opens("/desk/cases/?stage=awaiting_signature");
    await head.opens(`${await head.page.locator("table.list tbody a").first().getAttribute("href")}/signed`);
  }, 1180);
  await picture(await town.reviewer(size), "review", async (reviewer) => {
    await reviewer.opens("/desk/");
    await reviewer.follows(/待审核稿件/);
    await reviewer.opens(`${await reviewer.page.locator("table.list tbody a").first().getAttribute("href")}/review`);
  }, 1100);
  await picture(await town.clerk(size), "yearly-report", async (clerk) => {
    await clerk.opens("/desk/report");
    await clerk.opens(await clerk.page.locator("main table a").first().getAttribute("href"));
  }, 1000);
  const year = new Date().getUTCFullYear() - 1;
  await picture(await town.supervisor(size), "collect", (supervisor) => supervisor.opens(`/desk/collect?year=${year}`), 900);
  await picture(await town.supervisor({ ...size, viewport: { width: 1440, height: 900 } }), "collect-mend", async (supervisor) => {
    await supervisor.opens(`/desk/collect?year=${year}`);
    await supervisor.opens(await supervisor.main.locator("a[href^='/desk/collect/files/']").first().getAttribute("href"));
  }, 900, 1440);
  await picture(await town.supervisor(size), "collect-remark", (supervisor) => supervisor.opens(`/desk/collect/wangxi/${year}`), 1000);
  await picture(await town.supervisor(size), "collect-sum", (supervisor) => supervisor.opens(`/desk/collect/sum?year=${year}`), 1000);
  await picture(await town.visitor(size), "public-report", (visitor) => visitor.opens(`/bodies/zrj/reports/${year}`), 1000);
} finally {
  await town.close();
}
