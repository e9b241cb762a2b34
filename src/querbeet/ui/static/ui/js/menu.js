// The menu of small screens closes on Escape and on a press elsewhere.
function close(menu, giveFocus) {
  if (!menu.open) return;
  menu.open = false;
  if (giveFocus) menu.querySelector("summary").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => close(menu, menu.contains(document.activeElement)));
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) close(menu, false);
  });
});
