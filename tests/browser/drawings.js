// What is wrong with drawings and texts on a page. Each function runs in the page, and sees nothing of this file.

// Returns what is wrong with the drawings that are shown: marks that stick out, texts that cover each other, small text,
// blank ones.
export function faultsOfDrawings() {
  const found = [];
  const overlap = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 3;
  const checkDrawing = (name, svg) => {
    const frame = svg.getBoundingClientRect();
    const scale = frame.width / svg.viewBox.baseVal.width;
    if (frame.right > innerWidth + 0.5) found.push(`${name} is wider than its window: ${frame.right}`);
    const marks = [...svg.querySelectorAll("rect, circle, polyline, polygon, path, use, text, line")]
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
  for (const figure of document.querySelectorAll("figure[data-name]")) {
    const shown = [...figure.querySelectorAll("svg")].filter((svg) => svg.getBoundingClientRect().width > 0);
    if (shown.length === 0) found.push(`${figure.dataset.name} shows no drawing`);
    for (const svg of shown) checkDrawing(figure.dataset.name, svg);
  }
  // Marks in tables are a dot or a bar on their lines, or nothing where there is too little.
  for (const svg of document.querySelectorAll("main svg.kn-chart:not(.kn-mark)")) {
    const name = svg.closest("section")?.querySelector("h2")?.textContent ?? svg.id;
    if (svg.getBoundingClientRect().width > 0) checkDrawing(name.trim(), svg);
  }
  return found;
}

// Returns the texts that their box cuts off, and those of selects that have no room.
export function cutOffTexts() {
  const found = [];
  const pen = document.createElement("canvas").getContext("2d");
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element);
    if (!element.offsetWidth || element.closest(".hidden, .kn-alt, svg") || style.clipPath !== "none") continue;
    if (element.tagName === "SELECT") {
      pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
      const wide = pen.measureText(element.selectedOptions[0]?.text ?? "").width;
      const room = element.clientWidth - parseFloat(style.paddingInlineStart) - parseFloat(style.paddingInlineEnd) - 16;
      if (wide > room) found.push(`the select shows "${element.selectedOptions[0].text}" cut off by ${(wide - room).toFixed(0)}`);
    }
    const hides = ["hidden", "clip"].includes(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    if (hides && element.textContent.trim()) found.push(`"${element.textContent.trim().slice(0, 60)}" is cut off`);
  }
  return found;
}
