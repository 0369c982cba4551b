// node first.js report|table|call-sheet PYTHON URL…: somebody enters the very first thing from the overview, in at most three
// clicks: a knelpunt by form, a table, or a call sheet filled in with openpyxl. A file is first tried with mistakes, that are
// read; then the mended one is tried, added and seen; once more it adds nothing. Wide and on a phone, with script and
// without, each on an empty log of its own: one URL each. Prints how many times it was done.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inContexts, look, read, recorded } from "./browser.js";
import { Reader, inEveryWay } from "./reader.js";

const [name, python, ...urls] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "knelpunt-first-"));
const file = (name) => join(folder, name);
const today = new Date().toISOString().slice(0, 10);

function workbook(command, ...more) {
  execFileSync(python, [fileURLToPath(new URL("../workbook.py", import.meta.url)), command, ...more]);
}

// A table with mistakes, and one without: made once.
let tables;
function makeTables() {
  const row = (municipality, day) => [municipality, "Koppeling werkt niet", day, "De koppeling is er niet."];
  const make = (name, ...rows) => {
    const table = [["Gemeente", "Categorie", "Datum", "Omschrijving"], ...rows];
    workbook("make", file(name), "Meldingen", JSON.stringify(table));
    return file(name);
  };
  return {
    wrong: make("fout.xlsx", row("Utrecht", "date:2013-02-12"), row("Nergenshuizen", "date:2013-02-13"), row("Houten", "morgen")),
    errors: [["Meldingen", "3", "Gemeente"], ["Meldingen", "4", "Datum"]],
    right: make("goed.xlsx", row("Utrecht", "date:2013-02-12"), row("Amersfoort", "date:2013-02-13"), row("Houten", "date:2013-02-14")),
    lines: 3,
    open: 3,
  };
}

// Fills in a call sheet as a coach does, with mistakes and without.
function fillCallSheet(path) {
  const call = (code, outcome, day) => [
    ["Gemeenten", code, "Gesproken?", outcome],
    ...(day ? [["Gemeenten", code, "Datum gesprek", `date:${day}`]] : []),
  ];
  const found = (row, municipality, category) => [
    ["Nieuw", row, "Gemeente", municipality],
    ["Nieuw", row, "Categorie", category],
    ["Nieuw", row, "Soort partij", "leverancier"],
    ["Nieuw", row, "Naam partij (organisatie)", "Fabriek IJssel"],
  ];
  const fill = (name, ...edits) => {
    workbook("fill", path, file(name), JSON.stringify(edits.flat()));
    return file(name);
  };
  const calls = [call("GM0307", "bereikt", today), call("GM0183", "niet bereikt", today)].flat();
  const wrong = [calls, call("GM0344", "bereikt"), found(2, "Utrecht", "Koppeling werkt niet"), found(3, "Amersfoort", "Alles stuk")];
  const right = [calls, call("GM0344", "bereikt", today), found(2, "Utrecht", "Koppeling werkt niet"), found(3, "Amersfoort", "Te weinig capaciteit")];
  return {
    wrong: fill("bellijst-fout.xlsx", ...wrong),
    // Without the day of the call, what was found there has no day either.
    errors: [["Gemeenten", /^\d+$/, "Datum gesprek"], ["Nieuw", "2", "Gemeente"], ["Nieuw", "3", "Categorie"]],
    right: fill("bellijst.xlsx", ...right),
    lines: 5,
    open: 2,
  };
}

async function tryFile(reader, path) {
  await reader.page.getByLabel("Bestand", { exact: true }).setInputFiles(path);
  await reader.click(reader.page.getByRole("button", { name: "Doe een proef" }));
  await reader.heading(`Proef van ${path.split("/").at(-1)}`);
}

// The cells of a table of a trial.
async function cells(page, section) {
  const rows = await page.locator(`section[aria-labelledby="${section}"] tbody tr`).all();
  return Promise.all(rows.map((row) => row.locator("th, td").allInnerTexts()));
}

async function checkErrors(page, expected) {
  const errors = await cells(page, "fouten");
  assert.equal(errors.length, expected.length, JSON.stringify(errors));
  for (const [index, [sheet, row, column, problem]] of errors.entries()) {
    const [expectedSheet, expectedRow, expectedColumn] = expected[index];
    assert.equal(sheet, expectedSheet);
    assert.match(row, new RegExp(expectedRow));
    assert.equal(column, expectedColumn);
    assert.ok(problem, "it is said what is wrong");
  }
}

// Waits until the overview has this many open knelpunten.
async function checkOverview(page, open) {
  while ((await page.locator(".key .num").allInnerTexts())[1] !== String(open)) await page.reload();
}

async function importFile(reader, { wrong, errors, right, lines, open }, see) {
  const { page, main } = reader;
  await tryFile(reader, wrong);
  await see("errors");
  await checkErrors(page, errors);
  reader.check();
  // The other file takes its own trial.
  reader.clicks -= 1;
  await tryFile(reader, right);
  await see("trial");
  await read(main, "Geen fouten.");
  assert.equal((await cells(page, "fouten")).length, 0);
  assert.equal((await cells(page, "rijen")).length, lines);
  await reader.click(page.getByRole("button", { name: `Voeg ${lines} regels toe` }));
  await read(main, `${lines} regels zijn toegevoegd.`);
  await see("done");
  reader.check();
  await main.getByRole("link", { name: "Bekijk het overzicht" }).click();
  await checkOverview(page, open);
  await page.goto(new URL("/inlezen", page.url()).href);
  await tryFile(reader, right);
  await read(main, `Alle ${lines} regels van dit bestand waren al bekend. Er is niets om toe te voegen.`);
  assert.equal(await page.getByRole("button", { name: /^Voeg/ }).count(), 0);
}

const tasks = {
  async report(reader) {
    const { page, main } = reader;
    await reader.click(main.getByRole("link", { name: "Meld het eerste knelpunt" }));
    await main.getByLabel("Gemeente").fill("Utrecht");
    await reader.click(main.getByRole("button", { name: "Verder" }));
    await page.getByRole("radio", { name: "Koppeling werkt niet" }).check();
    await reader.click(main.getByRole("button", { name: "Meld dit knelpunt" }));
    await recorded(page);
    reader.check();
    await page.goto(new URL("/", page.url()).href);
    await checkOverview(page, 1);
  },
  async table(reader, see) {
    tables ??= makeTables();
    await reader.click(reader.main.getByRole("link", { name: "Lees een bestand in" }));
    await importFile(reader, tables, see);
  },
  async "call-sheet"(reader, see) {
    const { page, main } = reader;
    await reader.navigate("Rondes");
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      reader.click(main.getByRole("link", { name: /^Download een bellijst/ })),
    ]);
    reader.check();
    assert.match(download.suggestedFilename(), /^bellijst-\d{4}-\d\d\.xlsx$/);
    await download.saveAs(file("leeg.xlsx"));
    const files = fillCallSheet(file("leeg.xlsx"));
    await page.goto(new URL("/", page.url()).href);
    reader.clicks = 0;
    await reader.click(main.getByRole("link", { name: "Lees een bestand in" }));
    await importFile(reader, files, see);
  },
};

let done = 0;
try {
  await inContexts((open) => inEveryWay(open, async (page, { phone, script, name: way }) => {
    // The pages of both kinds of file are alike: one kind is looked at once, wide and narrow.
    const isSeen = name === "table" && script && !phone;
    const see = (state) => (isSeen ? look(page, `import-${state}`, script) : undefined);
    await page.goto(urls[done]);
    await tasks[name](new Reader(page, phone), see).catch((error) => {
      error.message = `${way}, at ${page.url()}: ${error.message}`;
      throw error;
    });
    done += 1;
  }));
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(JSON.stringify(done));
