// node foreign.js URL MUNICIPALITY: a page of another origin holds a form that reports a knelpunt here, with a key and a
// seal that are good, and somebody presses its button. Prints what the browser showed then.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { once } from "node:events";
import { inBrowser } from "./browser.js";

const [url, municipality] = process.argv.slice(2);
const path = `/gemeenten/${municipality}/melden`;
const own = await (await fetch(`${url}${path}`, { headers: { accept: "text/html" } })).text();
const unseen = ["key", "seal"].map((name) => own.match(new RegExp(`<input type="hidden" name="${name}" value="[^"]+">`))[0]);

const server = createServer((_, response) => {
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(`<!doctype html><html lang="nl"><title>Elders</title><form method="post" action="${url}${path}">${unseen.join("")}
    <input type="hidden" name="category" value="funding"><input type="hidden" name="observedAt" value="2013-02-12">
    <button>Win een prijs</button></form></html>`);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = server.address();

// The same host on another port is the same site to a browser, so that cookies would go along; another name is not.
const shown = [];
for (const host of ["127.0.0.1", "localhost"]) {
  await inBrowser(true, async (page) => {
    await page.goto(`http://${host}:${port}/`);
    const answered = page.waitForResponse((response) => response.request().method() === "POST");
    await page.getByRole("button").click();
    const status = (await answered).status();
    shown.push({ status, heading: await page.getByRole("heading").first().innerText() });
  });
}
server.close();
assert.equal(shown.length, 2);
console.log(JSON.stringify(shown));
