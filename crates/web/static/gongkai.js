// Small helps on top of pages that work without any script.
"use strict";

const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const typing = (el) => el.matches("input, textarea, select, [contenteditable]");

// A form that came back with errors puts the reader at the summary.
const summary = document.querySelector(".error-summary");
if (summary) summary.focus();

// A field that a summary line or an in-page link leads to gets the focus, not only the scroll.
document.addEventListener("click", (event) => {
  const link = event.target.closest(".error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  field.closest(".field, fieldset")?.scrollIntoView({ block: "center" });
  field.focus({ preventScroll: true });
});

// How many characters are left. Counted as the server counts: code points, line ends as one.
for (const area of all("textarea[data-limit]")) {
  const out = document.getElementById(area.id + "-count");
  const limit = Number(area.dataset.limit);
  const say = () => {
    const used = Array.from(area.value).length;
    out.textContent = used > limit ? `已超出 ${used - limit} 字（最多 ${limit} 字）` : `已写 ${used} 字，最多 ${limit} 字`;
    out.classList.toggle("count--over", used > limit);
  };
  area.addEventListener("input", say);
  say();
}

// Destructive acts ask once and name the thing; a second press while the first is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  const question = button?.dataset.confirm;
  if (question && !window.confirm(question)) return event.preventDefault();
  if (form.method !== "post" || form.target === "_blank" || "download" in form.dataset) return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  if (button) button.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of all("form[data-sent]")) {
    delete form.dataset.sent;
    for (const button of all("[aria-disabled]", form)) button.removeAttribute("aria-disabled");
  }
});

// A filter is sent as it is chosen.
for (const form of all("form.filters[data-auto]")) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });
}

// A list remembers how it was last sorted and filtered: the links that lead to it come back to the same view.
const storage = (() => { try { return window.sessionStorage; } catch { return null; } })();
if (storage) {
  if (document.querySelector("[data-remember]")) storage.setItem("view:" + location.pathname, location.search);
  for (const link of all(".desk-nav a, .crumbs a")) {
    const kept = !link.search && storage.getItem("view:" + link.pathname);
    if (kept) link.search = kept;
  }
}

for (const button of all("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// The keyboard: / to search, j and k through the rows, ? for help.
const keys = document.getElementById("keys");
for (const button of all("[data-keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => keys?.showModal());
}
const rows = all("[data-rows] tbody tr, ol[data-rows] > li, ul[data-rows] > li").filter((row) => row.querySelector("a"));
const step = (by) => {
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[here < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(here + by, 0), rows.length - 1)];
  next?.querySelector("a").focus();
  next?.scrollIntoView({ block: "nearest" });
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || typing(event.target) || keys?.open) return;
  if (event.key === "/") {
    const box = document.querySelector("input[type=search]");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  } else if (event.key === "j" && rows.length) {
    step(1);
  } else if (event.key === "k" && rows.length) {
    step(-1);
  } else if (event.key === "?" && keys) {
    event.preventDefault();
    keys.showModal();
  }
});
