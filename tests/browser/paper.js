// node paper.js URL PATH…: prints pages as PDF, and a table of contents for each: how many sheets it has, and its headings
// as they are on paper. Fails where something is cut off, or where paper has what only a screen can use.

import { inBrowser } from "./browser.js";
import { cutOffTexts } from "./drawings.js";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

const shots = process.env.KNELPUNT_TEST_SHOTS;
const [url, ...paths] = process.argv.slice(2);
// A4 without its margins, in px.
const paper = { width: 672, height: 1005 };

const printed = await inBrowser(true, async (page) => {
  const printed = [];
  for (const path of paths) {
    await page.goto(new URL(path, url).href);
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true });
    if (shots) await writeFile(join(shots, `${path.replace(/\W+/g, "-")}.pdf`), pdf);
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize(paper);
    const faults = await page.evaluate(cutOffTexts);
    const { wide, useless, headings } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      useless: [...document.querySelectorAll("button, input, select, summary, nav")]
        .filter((element) => element.getClientRects().length > 0).map((element) => element.outerHTML.slice(0, 80)),
      headings: [...document.querySelectorAll("h1, h2")]
        .filter((heading) => heading.getClientRects().length > 0).map((heading) => heading.textContent.trim()),
    }));
    if (wide > 0) faults.push(`it is wider than the sheet by ${wide}`);
    faults.push(...useless.map((element) => `paper has ${element}`));
    if (faults.length) throw new Error(`${path} on paper: ${faults.join("; ")}`);
    const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    printed.push({ path, sheets, headings });
    await page.emulateMedia({ media: null });
  }
  return printed;
});
console.log(JSON.stringify(printed));
