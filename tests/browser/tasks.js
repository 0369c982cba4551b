// node tasks.js URL empty|one|demo [REFERENCE]: somebody who has never seen the pages does what they are for,
// from the overview, in at most three clicks or one search: wide and on a phone, with script and without. Prints how
// many tasks were done, the requests, bytes and tab stops of the overview.

import assert from "node:assert/strict";
import { inContexts, read } from "./browser.js";
import { Reader, inEveryWay } from "./reader.js";

const [url, log, reference] = process.argv.slice(2);
const full = log === "demo";
const empty = log === "empty";
const tabStopsMax = 40;
const bytesMax = 60_000;
const requestsMax = 3;
const month = /^[a-z]+ 20\d\d$/;
const files = {
  xlsx: (body) => body.subarray(0, 2).toString() === "PK",
  csv: (body) => body.toString().includes("\n"),
};
const checked = new Set();
const failures = [];
let done = 0;

const tasks = {
  async "1 what persists in a municipality"(reader) {
    if (reader.phone) {
      await reader.search("Tubbergen");
    } else {
      await reader.navigate("Gemeenten");
      await reader.click(reader.main.getByRole("link", { name: "Gemeenten met de letter T" }));
      await reader.click(reader.main.getByRole("link", { name: "Tubbergen", exact: true }));
    }
    await reader.heading("Tubbergen");
    await read(reader.main, full ? /\d+ open, \d+ afgesloten/ : "nog niet gesproken");
    if (full) await read(reader.main, /sinds \d+ /i);
  },
  async "2 which category gets worse"(reader) {
    await reader.navigate("Categorieën");
    await reader.heading(full ? /meer dan toeval/ : "Categorieën");
  },
  async "3 who keeps most municipalities waiting"(reader) {
    await reader.navigate("Wacht op");
    if (!full) return reader.heading("Op wie gemeenten wachten");
    const [, party] = (await reader.heading(/wachten de meeste gemeenten: \d/)).match(/^Op (.+) wachten/);
    await reader.click(reader.main.getByRole("link", { name: party, exact: true }));
    await reader.heading(party);
  },
  async "4 small municipalities and large ones"(reader) {
    await reader.navigate("Vergelijken");
    await reader.heading(full ? /inwoners/ : "Vergelijken");
  },
  async "5 who still has to be called"(reader) {
    await reader.navigate("Rondes");
    if (!full) return reader.heading("Rondes");
    await reader.click(reader.main.getByRole("link", { name: month }));
    const [number] = (await reader.heading(/^Nog te bellen: \d+ gemeenten?$/)).match(/\d+/);
    const table = reader.page.getByRole("table", { name: /^Nog te bellen/ });
    const names = await table.locator("tbody tr a[href^='/gemeenten/']").allInnerTexts();
    assert.equal(names.length, Number(number));
    assert.deepEqual(names, names.toSorted((a, b) => a.localeCompare(b, "nl")));
  },
  async "6 what will not resolve by itself"(reader) {
    await reader.navigate("Vooruitblik");
    await reader.heading(full ? /lossen waarschijnlijk niet vanzelf op/ : /nog open staat/);
  },
  async "7 whether support helped"(reader) {
    await reader.navigate("Ondersteuning");
    await reader.heading("Hielp de ondersteuning?");
  },
  async "8 a place by its other name"(reader) {
    await reader.search("Den Haag");
    await reader.heading("'s-Gravenhage");
  },
  async "8 words"(reader) {
    await reader.search("koppeling DigiD");
    await reader.heading(empty ? /^Niets gevonden/ : /^Gevonden voor/);
    if (!empty) await reader.main.locator("a[href^='/knelpunten/']").first().waitFor();
  },
  async "8 a ticket number"(reader) {
    await reader.search(reference ?? "TOP-1234");
    if (empty) await reader.heading(/^Niets gevonden/);
    else await reader.main.locator("a[href^='/knelpunten/']").first().waitFor();
  },
  async "9 where it is, then and now"(reader) {
    // An empty log has no map yet: the overview leads to the first report.
    if (empty) return reader.main.getByRole("link", { name: /Meld/ }).first().waitFor();
    await reader.click(reader.main.getByRole("link", { name: /^Grote kaart/ }));
    const day = reader.page.getByLabel("Op", { exact: true });
    await day.fill("2024-06-30");
    await reader.click(reader.main.getByRole("button", { name: "Toon" }));
    await reader.heading("Kaart");
    await read(reader.page, "Peildatum 30 juni 2024");
    assert.equal(await day.inputValue(), "2024-06-30");
  },
  async "10 what changed last month, to print"(reader) {
    await reader.navigate("Maandbericht");
    if (!full) return reader.heading("Maandberichten");
    const newest = reader.main.getByRole("link", { name: month }).first();
    const name = await newest.innerText();
    await reader.click(newest);
    await reader.heading(`Maandbericht ${name}`);
    await reader.page.emulateMedia({ media: "print" });
    assert.equal(await reader.page.getByRole("navigation").locator("visible=true").count(), 0);
    await reader.page.emulateMedia({ media: "screen" });
  },
};

// The definition of the figures is one click away, and a colleague who opens the link sees the same.
async function checkPage(reader) {
  const { page, main } = reader;
  const link = new URL(page.url());
  const same = await page.request.get(link.href);
  assert.equal(same.status(), 200, link.href);
  const title = await page.getByRole("heading", { level: 1 }).innerText();
  const text = (await same.text()).replaceAll("&#39;", "'").replaceAll("&#x27;", "'");
  assert.ok(text.includes(title), `${link.href} has ${title}`);
  const definitions = page.locator("a[href^='/begrippen']");
  assert.ok(await definitions.count(), `${link.pathname} leads to definitions`);
  if (checked.has(link.href) || reader.phone) return;
  checked.add(link.href);
  const foot = main.locator("details.foot").first();
  if (!(await foot.count())) return;
  await foot.locator("summary").click();
  await foot.getByText("Alle begrippen").waitFor();
  for (const [ending, isRight] of Object.entries(files)) {
    const file = main.locator(`details.foot a[href*='.${ending}']`).first();
    const reply = await page.request.get(new URL(await file.getAttribute("href"), url).href);
    assert.equal(reply.status(), 200, `${link.pathname} ${ending}`);
    assert.ok(isRight(await reply.body()), `${link.pathname} ${ending}`);
  }
}

async function doTasks(page, phone, mode) {
  for (const [name, task] of Object.entries(tasks)) {
    const reader = new Reader(page, phone);
    try {
      await page.goto(url);
      await task(reader);
      reader.check();
      await checkPage(reader);
      done += 1;
    } catch (error) {
      failures.push(`${name}, ${mode}: ${error.message.split("\n").slice(0, 6).join(" ")} at ${page.url()}`);
    }
  }
}

// Loads the overview as for the first time: how much comes, in how many requests.
async function load(page) {
  const replies = [];
  page.on("requestfinished", (request) => replies.push(request));
  await page.goto(url, { waitUntil: "networkidle" });
  page.removeAllListeners("requestfinished");
  // The icon is for the tab of the browser: the page is complete without it.
  const ours = replies.filter((request) => !request.url().endsWith("/icon.svg"));
  const sizes = await Promise.all(ours.map((request) => request.sizes()));
  const bytes = sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0);
  return { bytes, requests: ours.length };
}

// Counts the stops of the Tab key until the main content ends.
async function tabStops(page) {
  for (let stops = 1; stops <= tabStopsMax + 1; stops += 1) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(() => {
      const end = document.querySelector("main");
      const at = document.activeElement;
      return at !== document.body && (end.contains(at) || Boolean(at.compareDocumentPosition(end) & 4));
    });
    if (!inside) return stops - 1;
  }
  return tabStopsMax + 1;
}

let overview;
await inContexts((open) => inEveryWay(open, async (page, { phone, name }) => {
  if (!overview) {
    overview = await load(page);
    overview.tabStops = await tabStops(page);
  }
  await doTasks(page, phone, name);
}));
if (overview.bytes > bytesMax || overview.requests > requestsMax || overview.tabStops > tabStopsMax) {
  failures.push(`the overview has ${JSON.stringify(overview)}`);
}
if (failures.length) throw new Error(failures.join("\n"));
console.log(JSON.stringify({ done, ...overview }));
