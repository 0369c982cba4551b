// Somebody who does something on the pages, with the clicks and searches counted.

import assert from "node:assert/strict";

const clicksMax = 3;

export class Reader {
  constructor(page, phone) {
    Object.assign(this, { page, phone, main: page.getByRole("main"), clicks: 0, searches: 0 });
  }

  async click(locator) {
    this.clicks += 1;
    await locator.first().click();
  }

  // A link of the navigation; a phone has them in a menu.
  async navigate(name) {
    if (this.phone) await this.click(this.page.locator("summary", { hasText: "Menu" }));
    await this.click(this.page.getByRole("link", { name, exact: true }).locator("visible=true"));
  }

  async search(words) {
    this.searches += 1;
    const form = this.page.getByRole("search").first();
    await form.getByRole("searchbox").fill(words);
    await form.getByRole("button").click();
  }

  // The text of a heading, once it is there.
  async heading(name) {
    const heading = this.page.getByRole("heading", { name }).locator("visible=true").first();
    return heading.innerText();
  }

  // Fails if it took more than three clicks or one search.
  check() {
    const { clicks, searches } = this;
    assert.ok(searches ? searches + clicks === 1 : clicks <= clicksMax, `${clicks} clicks, ${searches} searches`);
  }
}

// Has something done wide and on a phone, with script and without, each with a page of its own.
export async function inEveryWay(open, work) {
  for (const phone of [false, true]) {
    for (const script of [true, false]) {
      const page = await open(phone, script);
      await work(page, { phone, script, name: `${phone ? "on a phone" : "wide"}, ${script ? "with" : "without"} script` });
      await page.context().close();
    }
  }
}
