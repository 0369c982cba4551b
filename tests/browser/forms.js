// node forms.js URL MUNICIPALITY on|off: somebody reports, errs, confirms, merges, resolves and takes back, with script
// on or off. Prints the ids of the two knelpunten, and how many events were sent.

import assert from "node:assert/strict";
import { inBrowser, look, read, recorded } from "./browser.js";

const [url, municipality, mode] = process.argv.slice(2);
const script = mode === "on";
const home = `${url}/gemeenten/${municipality}`;
const text = "De koppeling is er niet.\nEr is nog geen datum.";

async function report(page, fields) {
  await page.goto(home);
  await page.getByRole("main").getByRole("link", { name: "Meld een knelpunt" }).click();
  await fill(page, fields);
  await page.getByRole("button", { name: "Meld dit knelpunt" }).click();
}

async function fill(page, { category, block, kind, party, reference, round, description }) {
  if (category) await page.getByRole("radio", { name: category }).check();
  if (block) await page.getByLabel("Bouwsteen").selectOption(block);
  if (kind) await page.getByLabel("Wacht het op een partij?").selectOption(kind);
  if (party) await page.getByLabel("Naam van die partij").fill(party);
  if (reference) await page.getByLabel("Kenmerk").fill(reference);
  if (round) await page.getByLabel("Ronde", { exact: false }).fill(round);
  if (description) await page.getByLabel("Toelichting").fill(description);
}

// Errs in a report, finds everything that was typed, and mends it.
async function erring(page) {
  await page.goto(home);
  await look(page, "municipality", script);
  await page.getByRole("main").getByRole("link", { name: "Meld een knelpunt" }).click();
  await look(page, "report", script);
  await fill(page, { party: "Fabriek IJssel", round: "Ronde 1", description: text, block: "bag" });
  await page.getByRole("button", { name: "Meld dit knelpunt" }).click();
  await page.getByRole("heading", { name: "Er is nog niets verstuurd" }).waitFor();
  assert.match(await page.title(), /^Fout: /);
  await look(page, "report-faults", script);
  await page.reload();
  await page.getByRole("heading", { name: "Er is nog niets verstuurd" }).waitFor();
  assert.equal(await page.getByLabel("Naam van die partij").inputValue(), "Fabriek IJssel");
  assert.equal(await page.getByLabel("Toelichting").inputValue(), text);
  assert.equal(await page.getByLabel("Bouwsteen").inputValue(), "bag");
  await page.getByRole("link", { name: "Kies een categorie." }).click();
  assert.match(page.url(), /#category$/);
  await fill(page, { category: "Koppeling werkt niet", kind: "supplier", round: "2026-11" });
  await page.getByRole("button", { name: "Meld dit knelpunt" }).click();
  const id = await recorded(page);
  await look(page, "reported", script);
  return id;
}

// Reports others that are much like it: another one all the same, the same one, and the very one.
async function alike(page, first) {
  const like = { category: "Koppeling werkt niet", party: "Fabriek-IJssel B.V.", kind: "supplier" };
  await report(page, { ...like, reference: "a-2" });
  await page.getByRole("heading", { name: "Is het deze?" }).waitFor();
  await look(page, "alike", script);
  await page.getByRole("button", { name: "Nee, het is een ander: meld het toch" }).click();
  const second = await recorded(page);
  assert.notEqual(second, first);
  await report(page, { ...like, description: "Nog steeds." });
  const row = page.getByRole("listitem").filter({ has: page.locator(`a[href="/knelpunten/${first}"]`) });
  await row.getByRole("button", { name: "Dit is het: bevestig" }).click();
  assert.equal(await recorded(page), first);
  await read(page, "Nog steeds.");
  await report(page, { ...like, party: "FABRIEK IJSSEL", block: "bag" });
  await page.getByRole("heading", { name: "Dit knelpunt staat hier al open" }).waitFor();
  await look(page, "very-one", script);
  return second;
}

// Presses the button of a form on the page of a knelpunt, twice in a row.
async function confirming(page, id) {
  await page.goto(`${url}/knelpunten/${id}`);
  await page.getByRole("link", { name: "Het is er nog" }).click();
  await look(page, "confirm", script);
  await page.getByLabel("Wie zegt het?").fill("informatiemanager");
  await page.getByRole("button", { name: "Bevestig dit knelpunt" }).dblclick();
  // The second press ends the navigation that the first began: only what is shown in the end counts.
  await recorded(page);
  await page.goto(`${url}/knelpunten/${id}`);
  await read(page, "gezegd door: informatiemanager");
  // Back at the form there still is what was typed.
  await page.goto(`${url}/knelpunten/${id}/bevestigen`);
  await page.getByLabel("Wie zegt het?").fill("coach");
  await page.getByRole("button", { name: "Bevestig dit knelpunt" }).click();
  await recorded(page);
  await page.goBack();
  assert.equal(await page.getByLabel("Wie zegt het?").inputValue(), "coach");
}

async function merging(page, from, into) {
  await page.goto(`${url}/knelpunten/${from}`);
  await page.getByRole("link", { name: "Het is hetzelfde als een ander knelpunt" }).click();
  await page.getByRole("button", { name: "Voeg samen" }).click();
  await page.getByRole("link", { name: "Kies het knelpunt waarin dit opgaat." }).waitFor();
  await look(page, "merge", script);
  await page.locator(`input[name="into"][value="${into}"]`).check();
  await page.getByLabel("Reden").fill("Twee keer gemeld.");
  await page.getByRole("button", { name: "Voeg samen" }).click();
  await recorded(page);
  await read(page, "Samengevoegd");
}

async function resolving(page, id) {
  await page.goto(`${url}/knelpunten/${id}`);
  await page.getByRole("link", { name: "Het is weg" }).click();
  await page.getByLabel("Wat hielp?").selectOption("supplier-fix");
  await page.getByRole("button", { name: "Sluit dit knelpunt af" }).click();
  await page.getByRole("link", { name: "Kies hoe het is afgesloten." }).click();
  await look(page, "resolve", script);
  assert.equal(await page.getByLabel("Wat hielp?").inputValue(), "supplier-fix");
  await page.getByRole("radio", { name: "Opgelost", exact: true }).check();
  await page.getByRole("button", { name: "Sluit dit knelpunt af" }).click();
  await recorded(page);
  await read(page, "Afgesloten");
  assert.match(await page.locator(".utrecht-paragraph--lead").innerText(), /opgelost/);
  await look(page, "resolved", script);
}

async function withdrawing(page, id) {
  await page.goto(`${url}/knelpunten/${id}`);
  await page.getByRole("link", { name: "Deze melding klopt niet" }).click();
  await look(page, "choosing", script);
  await page.getByRole("link", { name: /^Intrekken ?: .*Afgesloten/ }).click();
  await look(page, "withdraw", script);
  await page.getByLabel("Reden").fill("Het was een andere gemeente.");
  await page.getByRole("button", { name: "Ja, trek deze gebeurtenis in" }).click();
  await recorded(page);
  assert.match(await page.locator(".utrecht-paragraph--lead").innerText(), /open/);
}

await inBrowser(script, async (page) => {
  const first = await erring(page);
  const second = await alike(page, first);
  await page.goto(home);
  await look(page, "municipality-open", script);
  await confirming(page, first);
  await merging(page, second, first);
  await resolving(page, first);
  await withdrawing(page, first);
  // Two reports, one confirmation at the warning and two at the form, a merge, a resolution, a withdrawal.
  console.log(JSON.stringify({ first, second, sent: 8 }));
});
