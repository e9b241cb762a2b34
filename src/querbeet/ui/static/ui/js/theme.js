// Changes the appearance at once; the server remembers it. Without this module the form does the same with a reload.
function show(form, theme) {
  const root = document.documentElement;
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  form.querySelectorAll("button[name=theme]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.value === theme));
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-theme-choice]") || !event.submitter) return;
  event.preventDefault();
  show(form, event.submitter.value);
  const body = new URLSearchParams(new FormData(form, event.submitter));
  fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => {});
});
