// node pages.js URL PATH…: looks at pages, in Dutch and English, light and dark, wide and narrow: nobody is kept out (axe),
// and nothing sticks out. Prints how many were looked at.

import { inBrowser, look } from "./browser.js";

const [url, ...paths] = process.argv.slice(2);
const failures = [];
let looked = 0;

await inBrowser(true, async (page) => {
  for (const path of paths) {
    for (const [language, colorScheme] of [["nl", "light"], ["en", "dark"]]) {
      await page.emulateMedia({ colorScheme });
      const link = new URL(path, url);
      link.searchParams.set("lang", language);
      const response = await page.goto(link.href);
      const name = `${path} ${language} ${colorScheme}`;
      if (![200, 422].includes(response.status())) failures.push(`${name}: ${response.status()}`);
      // All that is wrong is named, not the first page alone.
      await look(page, name.replace(/\W+/g, "-"), true).catch((error) => failures.push(error.message));
      looked += 1;
    }
  }
});
if (failures.length) throw new Error(failures.join("\n"));
console.log(JSON.stringify(looked));
