// node live.js URL MUNICIPALITY: a page that stays open shows what is reported elsewhere, without being loaded again, and
// moves nothing that its reader has opened. Prints the number of open knelpunten that it shows at the end.

import assert from "node:assert/strict";
import { inBrowser, look } from "./browser.js";

const [url, municipality] = process.argv.slice(2);
const form = `${url}/gemeenten/${municipality}/melden`;

async function report(page, category) {
  await page.goto(form);
  await page.getByRole("radio", { name: category }).check();
  await page.getByRole("button", { name: "Meld dit knelpunt" }).click();
  await page.waitForURL(/\/(knelpunten|verstuurd)\//);
}

const shown = await inBrowser(true, async (page) => {
  const other = await page.context().newPage();
  await report(other, "Koppeling werkt niet");
  await page.bringToFront();
  await page.goto(url);
  const open = page.locator(".key .num").nth(1);
  await page.waitForFunction(() => document.querySelectorAll(".key .num")[1]?.textContent === "1");
  assert.equal(await page.getByRole("link", { name: "Ververs" }).count(), 0);
  await page.evaluate(() => { window.stayed = true; });
  // What the reader has opened waits.
  const explanation = page.locator("section details").first();
  await explanation.locator("summary").click();
  const rows = () => page.locator("section").first().locator("tbody tr").last().innerText();
  const before = await rows();
  await report(other, "Te weinig capaciteit");
  await page.bringToFront();
  await page.waitForFunction(() => document.querySelectorAll(".key .num")[1].textContent === "2");
  assert.equal(await rows(), before);
  assert.ok(await explanation.evaluate((details) => details.open));
  await look(page, "live", true);
  await explanation.locator("summary").click();
  await page.locator("h1").click();
  await page.waitForFunction((old) => {
    const row = [...document.querySelector("section").querySelectorAll("tbody tr")].at(-1);
    return row.innerText !== old;
  }, before);
  assert.ok(await page.evaluate(() => window.stayed), "the page was not loaded again");
  return await open.innerText();
});
console.log(JSON.stringify(shown));
