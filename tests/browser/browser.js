// A real browser with a profile of its own, and what is looked at on every page.

import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { cutOffTexts, faultsOfDrawings } from "./drawings.js";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const widths = [1280, 390];
const wcag = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const options = {
  executablePath: process.env.KNELPUNT_TEST_BROWSER ?? "/usr/bin/chromium",
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
};

// Opens a browser, has something done with a page of it, and closes it, also when that failed.
export async function inBrowser(script, work) {
  const profile = await mkdtemp(join(tmpdir(), "knelpunt-browser-"));
  const context = await chromium.launchPersistentContext(profile, {
    ...options,
    javaScriptEnabled: script,
    locale: "nl-NL",
    viewport: { width: widths[0], height: 900 },
  });
  context.setDefaultTimeout(60_000);
  try {
    return await work(context.pages()[0] ?? (await context.newPage()));
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

// Opens one browser in which `open(phone, script)` opens a page as somebody else would, and closes it.
export async function inContexts(work) {
  const browser = await chromium.launch(options);
  const open = async (phone, javaScriptEnabled) => {
    const viewport = phone ? { width: 390, height: 844 } : { width: 1280, height: 900 };
    const context = await browser.newContext({ javaScriptEnabled, locale: "nl-NL", viewport });
    context.setDefaultTimeout(60_000);
    return context.newPage();
  };
  try {
    return await work(open);
  } finally {
    await browser.close();
  }
}

// Looks at a page, wide and narrow: nobody is kept out (axe), nothing sticks out, is cut off or covers another text, and no
// chart is blank. With a folder in KNELPUNT_TEST_SHOTS it is left there as pictures. Without script a page is the same, but
// axe cannot look.
export async function look(page, name, script) {
  const shots = process.env.KNELPUNT_TEST_SHOTS;
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    if (shots) await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
    if (!script) continue;
    await page.evaluate(axe);
    const { violations, wide } = await page.evaluate(async (values) => ({
      violations: (await axe.run({ runOnly: { type: "tag", values } })).violations,
      wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    }), wcag);
    if (violations.length) throw new Error(`${name} at ${width}: ${JSON.stringify(violations, null, 1)}`);
    const faults = [...(await page.evaluate(faultsOfDrawings)), ...(await page.evaluate(cutOffTexts))];
    if (wide) faults.push("it is wider than its window");
    if (faults.length) throw new Error(`${name} at ${width}: ${faults.join("; ")}`);
  }
  await page.setViewportSize({ width: widths[0], height: 900 });
}

// Fails unless a text can be read on the page.
export async function read(page, text) {
  await page.getByText(text).locator("visible=true").first().waitFor();
}

// Waits for the page of a knelpunt that says that what was sent is in the log; gives its id. The first may be the page
// that says that it still waits, on a slow machine.
export async function recorded(page) {
  const waits = page.getByRole("link", { name: "Kijk of het er al is" });
  const there = page.getByText("Vastgelegd.");
  await there.or(waits).first().waitFor();
  while (await waits.isVisible()) await waits.click();
  await read(page, "Vastgelegd.");
  const [, id] = page.url().match(/\/knelpunten\/([0-9a-f-]{36})\?atLeast=\d+&said=/);
  return id;
}
