// The week grid: arrow keys move between the boxes, a mouse can paint over several. Each box stays an ordinary check box.
const ROW = 6;
let painting = null;

function boxes(grid) {
  return [...grid.querySelectorAll("input[type=checkbox]")];
}

function set(box, checked) {
  if (box.checked === checked || box.disabled) return;
  box.checked = checked;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("keydown", (event) => {
  const grid = event.target.closest("[data-week]");
  if (!grid || !event.target.matches("input[type=checkbox]")) return;
  const forward = getComputedStyle(grid).direction === "rtl" ? -1 : 1;
  const step = { ArrowRight: forward, ArrowLeft: -forward, ArrowDown: ROW, ArrowUp: -ROW }[event.key];
  if (!step) return;
  const all = boxes(grid);
  const next = all[all.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

document.addEventListener("pointerdown", (event) => {
  const label = event.target.closest("[data-week] label");
  if (!label || event.pointerType !== "mouse" || event.button !== 0) return;
  painting = { start: label, checked: !label.control.checked, moved: false };
});

document.addEventListener("pointerover", (event) => {
  const label = painting && event.target.closest("[data-week] label");
  if (!label || label === painting.start && !painting.moved) return;
  painting.moved = true;
  set(painting.start.control, painting.checked);
  set(label.control, painting.checked);
});

document.addEventListener("pointerup", () => {
  setTimeout(() => { painting = null; });
});

document.addEventListener("click", (event) => {
  if (painting?.moved && event.target.closest("[data-week] label")) event.preventDefault();
}, true);
