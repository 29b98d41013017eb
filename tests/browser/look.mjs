// What is true of every page: accessible, quiet, light, and no wider than a telephone.
import { axe } from "./deps.mjs";

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 375, height: 812 };
/** Kilobytes of a page without its pictures, as they cross the network (LOOK.md). */
const HEAVIEST = 100;

/** Everything that was seen in this run, for the closing line. */
export const seen = { pages: 0, heaviest: { kb: 0, where: "" } };

const looked = new Map();

/** One page of each kind is looked at closely: numbers and names in its address are its kind's. */
function kindOf(url, status, hasErrors) {
  const { pathname, search } = new URL(url);
  const path = pathname
    .split("/")
    .map((step, i) => (i >= 2 && (/\d|%/.test(step) || step.length > 20) ? "*" : step))
    .join("/");
  return `${path}${search ? "?" : ""} ${status}${hasErrors ? " with errors" : ""}`;
}

/**
 * Looks at the page as it stands, wide and narrow (and in large type for the first of its kind).
 * @returns {Promise<string[]>} what is wrong, in sentences that name the place
 */
export async function look(page, status) {
  const url = page.url();
  if (!url.startsWith("http")) return [];
  const hasErrors = (await page.locator(".error-summary").count()) > 0;
  const kind = kindOf(url, status, hasErrors);
  const times = (looked.get(kind) ?? 0) + 1;
  looked.set(kind, times);
  if (times > 2) return [];
  seen.pages += 1;

  const before = page.viewportSize();
  const wrong = [];
  const where = new URL(url).pathname;
  await weigh(page, where, wrong);
  for (const size of [WIDE, NARROW]) {
    await page.setViewportSize(size);
    await examine(page, `${where} at ${size.width} px`, wrong);
    await measure(page, `${where} at ${size.width} px`, wrong);
  }
  if (times === 1) {
    await page.evaluate("document.documentElement.classList.toggle('large-type', true)");
    await examine(page, `${where} in large type at 375 px`, wrong);
    await measure(page, `${where} in large type at 375 px`, wrong);
    await page.evaluate("document.documentElement.classList.toggle('large-type', document.cookie.includes('large'))");
  }
  await page.setViewportSize(before ?? WIDE);
  return wrong;
}

async function examine(page, where, wrong) {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe);
  // No preload: axe would fetch the stylesheet again, which the page's policy rightly forbids.
  const found = await page.evaluate("axe.run(document, { preload: false, resultTypes: ['violations'] })");
  for (const rule of found.violations) {
    const nodes = rule.nodes.slice(0, 3).map((node) => `      ${node.html.slice(0, 160)}\n      ${node.failureSummary.split("\n").slice(1, 3).join(" ").trim()}`);
    wrong.push(`${where}: ${rule.id} (${rule.impact}), ${rule.nodes.length} places: ${rule.help}\n${nodes.join("\n")}`);
  }
}

async function measure(page, where, wrong) {
  const [wide, view, widest] = await page.evaluate(`(() => {
    const view = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth;
    const out = wide > view && [...document.body.querySelectorAll("*")].find((el) =>
      el.getBoundingClientRect().right > view + 1 && !el.closest(".table-region"));
    return [wide, view, out ? out.outerHTML.slice(0, 120) : ""];
  })()`);
  if (wide > view) wrong.push(`${where}: ${wide - view} px wider than the screen, by ${widest}`);
}

async function weigh(page, where, wrong) {
  const bytes = await page.evaluate(`performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"))
    .filter((entry) => entry.initiatorType !== "img").reduce((sum, entry) => sum + entry.encodedBodySize, 0)`);
  const kb = bytes / 1024;
  if (kb > seen.heaviest.kb) seen.heaviest = { kb, where };
  if (kb > HEAVIEST) wrong.push(`${where}: weighs ${kb.toFixed(0)} KB, more than ${HEAVIEST} KB without pictures`);
}
