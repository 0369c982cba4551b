// Draws every chart of a folder, those of charts.html in several widths, light and dark, and each .svg as it is, and
// prints what is wrong as a JSON list: text or marks that stick out of their drawing, texts that cover each other, small
// text, blank charts. With a folder in KNELPUNT_TEST_SHOTS each figure is left there as a picture.

import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inBrowser } from "./browser.js";
import { faultsOfDrawings } from "./drawings.js";

const shots = process.env.KNELPUNT_TEST_SHOTS;
const folder = resolve(process.argv[2]);
const widths = [1280, 900, 390];

async function checkPage(page) {
  const found = [];
  await page.goto(pathToFileURL(join(folder, "charts.html")).href);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const here = await page.evaluate(faultsOfDrawings);
      found.push(...here.map((problem) => `${colorScheme}, ${width} px: ${problem}`));
      for (const figure of shots ? await page.locator("figure").all() : []) {
        const name = await figure.getAttribute("data-name");
        await figure.screenshot({ path: join(shots, `${name}-${width}-${colorScheme}.png`) });
      }
    }
  }
  return found;
}

async function checkFile(page, file) {
  await page.setViewportSize({ width: widths[0], height: 1400 });
  await page.goto(pathToFileURL(join(folder, file)).href);
  const here = await page.evaluate(faultsOfDrawings);
  if (shots) await page.screenshot({ path: join(shots, `${file}.png`) });
  return here.map((problem) => `${file}: ${problem}`);
}

const files = (await readdir(folder)).filter((name) => name.endsWith(".svg"));
const found = await inBrowser(true, async (page) => {
  const found = [];
  // A browser reports a path that it cannot read, and draws it as far as it can.
  page.on("console", (message) => found.push(`the browser reports: ${message.text()}`));
  found.push(...(await checkPage(page)));
  for (const file of files) found.push(...(await checkFile(page, file)));
  return found;
});
console.log(JSON.stringify(found));
