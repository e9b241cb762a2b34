// After a form came back with problems, the summary gets the focus, on load and after an htmx swap.
function focusIn(root) {
  root.querySelector?.("[data-focus]")?.focus();
}

focusIn(document);
document.addEventListener("htmx:afterSettle", (event) => focusIn(event.target));
