// Keeps a page up to date: after a change it fetches the page again and puts the parts that differ in place of the old
// ones. Nothing moves under a reader: a part with the focus, an open explanation or a selection waits until that ends.

{
  // Changes come in groups: one quiet second ends a group, but no group lasts longer than five.
  const QUIET_MS = 1000;
  const LONGEST_MS = 5000;
  // After the server refused the connection.
  const RECONNECT_MS = 10_000;
  const MARKED_MS = 2000;
  const ANNOUNCED_MS = 60_000;

  const line = document.getElementById("live");
  if (line) follow();

  function follow() {
    const shown = line.querySelector("span");
    const status = document.getElementById("live-status");
    let newest = null;
    let timer = 0;
    let groupBegan = 0;
    let announced = performance.now();

    line.querySelector("a").remove();
    connect();
    document.addEventListener("visibilitychange", later);
    for (const event of ["focusout", "toggle", "selectionchange"]) {
      // Capturing, because toggle does not bubble; afterwards, because the focus has not moved yet.
      document.addEventListener(event, () => setTimeout(replace), true);
    }

    function connect() {
      const source = new EventSource(line.dataset.changes);
      // What arrived before the connection, or while it was lost, is known at the next fetch.
      source.addEventListener("open", later);
      source.addEventListener("change", later);
      source.addEventListener("reset", later);
      source.addEventListener("error", () => {
        shown.textContent = line.dataset.lost;
        if (source.readyState === EventSource.CLOSED) setTimeout(connect, RECONNECT_MS);
      });
    }

    function later() {
      if (document.hidden) return;
      const now = performance.now();
      if (!timer) groupBegan = now;
      clearTimeout(timer);
      timer = setTimeout(update, Math.max(0, Math.min(QUIET_MS, groupBegan + LONGEST_MS - now)));
    }

    async function update() {
      timer = 0;
      try {
        const response = await fetch(location.href, { headers: { Accept: "text/html" } });
        if (!response.ok) return;
        newest = new DOMParser().parseFromString(await response.text(), "text/html");
      } catch {
        // The connection is lost; the line says so, and opening it again fetches the page.
        return;
      }
      const next = newest.getElementById("live");
      if (!next) return;
      line.dataset.lost = next.dataset.lost;
      shown.textContent = next.querySelector("span").textContent;
      if (performance.now() - announced >= ANNOUNCED_MS) {
        announced = performance.now();
        status.textContent = shown.textContent;
      }
      replace();
    }

    function replace() {
      if (!newest) return;
      const [old, fresh] = [parts(document), parts(newest)];
      if (old.length !== fresh.length) {
        const main = document.querySelector("main");
        if (!isBusy(main)) swap(main, newest.querySelector("main"));
        return;
      }
      old.forEach((part, index) => {
        if (!part.isEqualNode(fresh[index]) && !isBusy(part)) swap(part, fresh[index]);
      });
    }
  }

  // The parts of a page that are replaced one by one.
  function parts(page) {
    const found = page.querySelectorAll("main .top > div:first-child, main .keys, main section, .utrecht-page-footer p");
    return [...found].filter((part) => !part.parentElement.closest("section"));
  }

  function isBusy(part) {
    const selection = getSelection();
    return (
      part.contains(document.activeElement) ||
      part.querySelector("details[open]") !== null ||
      (!selection.isCollapsed && selection.containsNode(part, true))
    );
  }

  function swap(old, fresh) {
    const copy = document.importNode(fresh, true);
    mark(numbers(old), numbers(copy));
    old.replaceWith(copy);
  }

  function numbers(part) {
    return [...part.querySelectorAll(".num, .utrecht-table__cell--numeric-column")];
  }

  // Underlines numbers that changed, for two seconds; the style sheet does nothing for readers who want no motion.
  function mark(old, fresh) {
    if (old.length !== fresh.length) return;
    const changed = fresh.filter((number, index) => number.textContent !== old[index].textContent);
    for (const number of changed) number.classList.add("changed");
    setTimeout(() => changed.forEach((number) => number.classList.remove("changed")), MARKED_MS);
  }
}
