// The numbers of a chart where the pointer is, or where the arrow keys have come: the row of its table, as the table has it.
// Nothing is here that the table does not have.
{
  const tip = document.createElement("p");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "status");
  document.body.append(tip);
  let shown = null;

  for (const svg of document.querySelectorAll("figure svg[data-columns]")) {
    svg.tabIndex = 0;
  }
  document.addEventListener("pointermove", (event) => {
    const svg = event.target.closest?.("svg[data-columns]");
    if (!svg) return hide();
    const [left, width] = columns(svg);
    const frame = svg.getBoundingClientRect();
    const x = ((event.clientX - frame.left) * svg.viewBox.baseVal.width) / frame.width;
    show(svg, Math.floor((x - left) / width));
  });
  document.addEventListener("keydown", (event) => {
    const svg = document.activeElement?.closest("svg[data-columns]");
    if (event.key === "Escape") return hide();
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!svg || !step) return;
    event.preventDefault();
    const from = shown?.svg === svg ? shown.index : step > 0 ? -1 : count(svg);
    show(svg, Math.min(Math.max(from + step, 0), count(svg) - 1));
  });
  document.addEventListener("focusout", hide);
  addEventListener("scroll", hide, { passive: true });

  function columns(svg) {
    return svg.dataset.columns.split(" ").map(Number);
  }

  function rows(svg) {
    return [...(svg.closest("section")?.querySelectorAll("table tbody tr") ?? [])];
  }

  // How many columns the chart has: as many as fit before its right edge, and as there are rows.
  function count(svg) {
    const [left, width, first] = columns(svg);
    const fit = Math.round((svg.viewBox.baseVal.width - left) / width);
    return Math.min(fit, rows(svg).length - first);
  }

  function show(svg, index) {
    const [left, width, first] = columns(svg);
    const row = index < 0 ? null : rows(svg)[first + index];
    if (!row || index >= count(svg)) return hide();
    const heads = [...row.closest("table").querySelectorAll("thead tr:last-child th")];
    const cells = [...row.cells].slice(1).map((cell, at) => `${heads[at + 1].textContent.trim()} ${cell.textContent.trim()}`);
    const text = `${row.cells[0].textContent.trim()}: ${cells.join(", ")}`;
    if (tip.textContent !== text) tip.textContent = text;
    tip.hidden = false;
    shown = { svg, index };
    const frame = svg.getBoundingClientRect();
    const x = frame.left + ((left + (index + 0.5) * width) * frame.width) / svg.viewBox.baseVal.width;
    const most = document.documentElement.clientWidth - tip.offsetWidth - 8;
    tip.style.insetInlineStart = `${Math.max(8, Math.min(x + 12, most))}px`;
    tip.style.insetBlockStart = `${Math.max(8, frame.top - tip.offsetHeight - 4)}px`;
  }

  function hide() {
    tip.hidden = true;
    shown = null;
  }
}
