// Shows and hides what is typed into a secret field.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-reveal]");
  if (!button) return;
  const field = document.getElementById(button.dataset.reveal);
  const shown = field.type === "text";
  field.type = shown ? "password" : "text";
  button.setAttribute("aria-pressed", String(!shown));
});

// A secret is never sent or remembered as readable text.
document.addEventListener("submit", (event) => {
  event.target.querySelectorAll("button[data-reveal][aria-pressed=true]").forEach((button) => {
    document.getElementById(button.dataset.reveal).type = "password";
    button.setAttribute("aria-pressed", "false");
  });
}, true);
