// Copies the text beside the button and says so.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const box = button.parentElement;
  const text = box.querySelector("[data-copy-text]");
  try {
    await navigator.clipboard.writeText(text.textContent.trim());
  } catch {
    window.getSelection().selectAllChildren(text);
    return;
  }
  const before = button.dataset.label ?? button.textContent;
  button.dataset.label = before;
  button.textContent = button.dataset.done;
  box.querySelector("[data-copy-said]").textContent = button.dataset.done;
  setTimeout(() => {
    button.textContent = before;
    box.querySelector("[data-copy-said]").textContent = "";
  }, 2500);
});
