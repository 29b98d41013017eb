// Follows every link of the same site, so that none leads nowhere. Plain HTTP, no browser.
//   node tests/browser/crawl.mjs http://127.0.0.1:8080 [login password]
import { fileURLToPath } from "node:url";

/** Signs in without a browser; answers the cookie to send. */
export async function signIn(base, login, password) {
  const answer = await fetch(new URL("/sign-in", base), {
    method: "POST", redirect: "manual", body: new URLSearchParams({ back: "", login, password }),
  });
  const cookie = answer.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  if (answer.status !== 303 || !cookie) throw new Error(`${login} could not sign in: ${answer.status}`);
  return cookie;
}

/** Pages of one kind differ only in numbers, names and what was asked. */
function kindOf(url) {
  const path = url.pathname.replace(/^\/(p|bodies|files)\/[^/]+/, "/$1/*").replace(/[^/]*(\d|%)[^/]*/g, "*");
  return `${path}?${[...url.searchParams.keys()].sort().join("&")}`;
}

function links(text, base) {
  const found = [];
  for (const [, tag, rest] of text.matchAll(/<(a|link|script|img|area|iframe)\b([^>]*)>/g)) {
    const address = rest.match(/\b(?:href|src)="([^"]*)"/)?.[1];
    if (address && !/^(mailto|tel|data|javascript):/.test(address)) found.push([tag, address]);
  }
  for (const [, address] of text.matchAll(/<loc>([^<]*)<\/loc>/g)) found.push(["loc", address]);
  return found.flatMap(([, address]) => {
    try {
      const url = new URL(address.replace(/&amp;/g, "&").replace(/&#38;/g, "&"), base);
      url.hash = "";
      return [url];
    } catch {
      return [new URL(`/unreadable-link?${encodeURIComponent(address)}`, base)];
    }
  });
}

/**
 * Walks the site from `start` on.
 * @param {{base: string, start?: string[], cookie?: string, most?: number, each?: number}} how `most` pages at most, `each` of a kind
 * @returns {Promise<{pages: number, elsewhere: string[], broken: {url: string, status: number, from: string}[]}>}
 */
export async function crawl({ base, start = ["/"], cookie = "", most = 600, each = 6 }) {
  const waiting = start.map((path) => ({ url: new URL(path, base), from: "" }));
  const known = new Set(waiting.map(({ url }) => url.href));
  const kinds = new Map();
  const broken = [];
  const elsewhere = new Set();
  let pages = 0;
  const visit = async ({ url, from }) => {
    pages += 1;
    const answer = await patiently(url, cookie);
    if (answer.status >= 400) broken.push({ url: url.pathname + url.search, status: answer.status, from });
    const to = answer.headers.get("location");
    const kind = answer.headers.get("content-type") ?? "";
    const text = /html|xml/.test(kind) ? await answer.text() : (await answer.arrayBuffer(), "");
    const next = to ? [new URL(to, url)] : links(text, url);
    for (const link of next) {
      if (link.origin !== new URL(base).origin) {
        elsewhere.add(link.href);
        continue;
      }
      const times = kinds.get(kindOf(link)) ?? 0;
      if (known.has(link.href) || times >= each) continue;
      known.add(link.href);
      kinds.set(kindOf(link), times + 1);
      waiting.push({ url: link, from: url.pathname + url.search });
    }
  };
  while (waiting.length && pages < most) await Promise.all(waiting.splice(0, 4).map(visit));
  return { pages, broken, elsewhere: [...elsewhere] };
}

/** A site may ask to slow down; then it is asked again later. */
async function patiently(url, cookie) {
  for (;;) {
    const answer = await fetch(url, { redirect: "manual", headers: cookie ? { cookie } : {} });
    if (answer.status !== 429) return answer;
    await answer.arrayBuffer();
    await new Promise((done) => setTimeout(done, 1000 * Number(answer.headers.get("retry-after") ?? 1)));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [base, login, password] = process.argv.slice(2);
  const cookie = login ? await signIn(base, login, password) : "";
  const walk = await crawl({ base, cookie, start: login ? ["/desk/", "/"] : ["/"] });
  for (const { url, status, from } of walk.broken) console.log(`${status} ${url} (linked from ${from})`);
  console.log(`${walk.pages} pages, ${walk.broken.length} broken links`);
  process.exit(walk.broken.length ? 1 : 0);
}
