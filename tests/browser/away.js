// node away.js URL MUNICIPALITY HEADING: somebody reports what the log does not take now, and looks until the page that
// says what became of it has this heading. Prints where that page is.
// node away.js PAGE: somebody looks there again, until it leads to the knelpunt; prints where that is.

import { inBrowser, look, read } from "./browser.js";

const [url, municipality, heading] = process.argv.slice(2);

async function again(page, until) {
  while (!(await until())) {
    await page.reload();
  }
}

await inBrowser(true, async (page) => {
  if (municipality) {
    await page.goto(`${url}/gemeenten/${municipality}/melden`);
    await page.getByRole("radio", { name: "Te weinig capaciteit" }).check();
    await page.getByRole("button", { name: "Meld dit knelpunt" }).click();
    await page.waitForURL(/\/verstuurd\//);
    await again(page, async () => (await page.getByRole("heading", { level: 1 }).innerText()) === heading);
    await look(page, heading.toLowerCase().replaceAll(" ", "-"), true);
  } else {
    await page.goto(url);
    await again(page, () => !page.url().includes("/verstuurd/"));
    await read(page, "Vastgelegd.");
  }
  console.log(JSON.stringify(page.url()));
});
