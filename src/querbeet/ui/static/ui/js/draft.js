// Warns before a page with unsaved words is closed. Keeps nothing in the browser, and never stands in the way of leaving quickly.
const touched = new Set();

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-draft]");
  if (form) touched.add(form);
});

document.addEventListener("submit", (event) => touched.delete(event.target));
document.addEventListener("querbeet:leaving", () => touched.clear());
document.addEventListener("htmx:afterSwap", () => {
  touched.forEach((form) => {
    if (!form.isConnected) touched.delete(form);
  });
});

window.addEventListener("beforeunload", (event) => {
  if (touched.size) event.preventDefault();
});
