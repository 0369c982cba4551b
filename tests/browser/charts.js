// Draws every chart of a page in several widths, light and dark, and prints what is wrong as a JSON list: text or marks
// that stick out of their drawing, texts that cover each other, small text, blank charts. With a folder in
// KNELPUNT_TEST_SHOTS each figure is left there as a picture.

import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inBrowser } from "./browser.js";

const shots = process.env.KNELPUNT_TEST_SHOTS;
const widths = [1280, 900, 390];

// Runs in the page: what is wrong with the drawings that are shown.
function check() {
  const found = [];
  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  for (const figure of document.querySelectorAll("figure")) {
    const name = figure.dataset.name;
    const shown = [...figure.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width > 0);
    const all = [...figure.querySelectorAll("svg")].length;
    if (all === 0 && !figure.dataset.blank) found.push(`${name} has no drawing`);
    if (all > 0 && shown.length === 0) found.push(`${name} shows no drawing`);
    for (const svg of shown) {
      const box = svg.viewBox.baseVal;
      const frame = svg.getBoundingClientRect();
      if (frame.right > innerWidth + 0.5) found.push(`${name} is wider than its window: ${frame.right}`);
      const marks = [...svg.querySelectorAll("rect, circle, polyline, polygon, path, use, text")]
        .filter((mark) => !mark.closest("defs, pattern, clipPath"));
      if (marks.length === 0) found.push(`${name} is blank`);
      for (const mark of marks) {
        const own = mark.getBBox();
        const out = Math.max(box.x - own.x, box.y - own.y, own.x + own.width - box.x - box.width, own.y + own.height - box.y - box.height);
        if (out > 1 && !mark.hasAttribute("transform")) {
          found.push(`${name}: ${mark.tagName} ${mark.textContent || mark.className.baseVal} sticks out by ${out.toFixed(1)}`);
        }
      }
      const texts = marks.filter((mark) => mark.tagName === "text").map((mark) => ({
        text: mark.textContent,
        size: parseFloat(getComputedStyle(mark).fontSize) * frame.width / box.width,
        frame: mark.getBoundingClientRect(),
        turned: mark.hasAttribute("transform"),
      }));
      for (const [index, text] of texts.entries()) {
        if (text.size < 10) found.push(`${name}: "${text.text}" is ${text.size.toFixed(1)} px`);
        for (const other of texts.slice(index + 1)) {
          if (!text.turned && !other.turned && overlap(text.frame, other.frame)) found.push(`${name}: "${text.text}" and "${other.text}" overlap`);
        }
      }
    }
  }
  return found;
}

const found = await inBrowser(true, async (page) => {
  const found = [];
  await page.goto(pathToFileURL(resolve(process.argv[2])).href);
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const here = await page.evaluate(check);
      found.push(...here.map((problem) => `${colorScheme}, ${width} px: ${problem}`));
      if (shots) await page.screenshot({ path: join(shots, `charts-${width}-${colorScheme}.png`), fullPage: true });
    }
  }
  return found;
});
console.log(JSON.stringify(found));
