// Leave quickly: cover the page at once, then go where the server ends the session. Works by press and by Shift three times,
// and takes the other tabs of this browser along.
const TIMES = 3;
const WITHIN = 3000;
const tabs = new BroadcastChannel("leave");
let pressed = [];
let leaving = false;

function cover() {
  if (document.querySelector(".leave-cover")) return;
  const sheet = document.createElement("div");
  sheet.className = "leave-cover";
  sheet.setAttribute("aria-hidden", "true");
  document.documentElement.classList.add("is-covered");
  document.body.inert = true;
  document.documentElement.append(sheet);
  document.title = "…";
}

function leave(address) {
  if (leaving) return;
  leaving = true;
  document.dispatchEvent(new CustomEvent("querbeet:leaving"));
  cover();
  tabs.postMessage("leave");
  window.stop();
  window.location.replace(address);
}

function form() {
  return document.querySelector("form[data-leave]");
}

function say(text) {
  const place = document.querySelector("[data-leave-said]");
  if (place) place.textContent = text;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-leave]")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  leave(event.target.getAttribute("action"));
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift" || event.repeat || event.ctrlKey || event.altKey || event.metaKey) {
    if (!event.repeat) pressed = [];
    return;
  }
  const now = event.timeStamp;
  pressed = [...pressed.filter((then) => now - then < WITHIN), now];
  const found = form();
  if (!found) return;
  if (pressed.length === TIMES - 1) say(found.dataset.leaveSays);
  if (pressed.length >= TIMES) leave(found.getAttribute("action"));
}, true);

tabs.addEventListener("message", () => leave(form()?.getAttribute("action") ?? "/leave"));
document.addEventListener("querbeet:cover", cover);

// A page that comes back from the browser's memory is older than the session: it goes there covered, so that not even its
// first frame tells, and on coming back asks the server again.
window.addEventListener("pagehide", (event) => { if (event.persisted) cover(); });
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  cover();
  window.location.reload();
});
