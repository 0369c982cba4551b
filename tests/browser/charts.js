// Draws every chart of a folder, those of charts.html in several widths, light and dark, and each .svg as it is, and
// prints what is wrong as a JSON list: text or marks that stick out of their drawing, texts that cover each other, small
// text, blank charts. With a folder in KNELPUNT_TEST_SHOTS each figure is left there as a picture.

import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inBrowser } from "./browser.js";

const shots = process.env.KNELPUNT_TEST_SHOTS;
const folder = resolve(process.argv[2]);
const widths = [1280, 900, 390];

// Runs in the page: what is wrong with the drawings that are shown.
function check() {
  const found = [];
  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const checkDrawing = (name, svg) => {
    const frame = svg.getBoundingClientRect();
    const scale = frame.width / svg.viewBox.baseVal.width;
    if (frame.right > innerWidth + 0.5) found.push(`${name} is wider than its window: ${frame.right}`);
    const marks = [...svg.querySelectorAll("rect, circle, polyline, polygon, path, use, text")]
      .filter((mark) => !mark.closest("defs, pattern, clipPath"));
    if (marks.length === 0) found.push(`${name} is blank`);
    for (const mark of marks) {
      const own = mark.getBoundingClientRect();
      const out = Math.max(frame.left - own.left, frame.top - own.top, own.right - frame.right, own.bottom - frame.bottom);
      if (out > 1.5) found.push(`${name}: ${mark.tagName} ${mark.textContent || mark.className.baseVal} sticks out by ${out.toFixed(1)}`);
    }
    const texts = marks.filter((mark) => mark.tagName === "text").map((mark) => ({
      text: mark.firstChild.textContent,
      size: parseFloat(getComputedStyle(mark).fontSize) * scale,
      frame: mark.getBoundingClientRect(),
      isTurned: mark.hasAttribute("transform"),
    }));
    for (const [index, text] of texts.entries()) {
      if (text.size < 10) found.push(`${name}: "${text.text}" is ${text.size.toFixed(1)} px`);
      for (const other of texts.slice(index + 1)) {
        const isLevel = !text.isTurned && !other.isTurned;
        if (isLevel && overlap(text.frame, other.frame)) found.push(`${name}: "${text.text}" and "${other.text}" overlap`);
      }
    }
  };
  if (document.documentElement.tagName === "svg") checkDrawing("the file", document.documentElement);
  for (const figure of document.querySelectorAll("figure")) {
    const name = figure.dataset.name;
    const shown = [...figure.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width > 0);
    if (shown.length === 0) found.push(`${name} shows no drawing`);
    for (const svg of shown) checkDrawing(name, svg);
  }
  return found;
}

async function checkPage(page) {
  const found = [];
  await page.goto(pathToFileURL(join(folder, "charts.html")).href);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const here = await page.evaluate(check);
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
  const here = await page.evaluate(check);
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
