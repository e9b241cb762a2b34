// Covers the page after a time without use, without asking anybody, then ends the visit on the server. A minute before, it
// says so; any touch or key prolongs. The tabs of a browser keep each other awake.
const limit = 1000 * Number(document.querySelector("meta[name=idle]")?.content ?? 0);
const notice = Math.min(60_000, limit / 2);
const tabs = limit ? new BroadcastChannel("awake") : null;
let last = Date.now();
let shared = 0;
let over = false;

function fromTemplate(name) {
  return document.querySelector(`template[data-idle-${name}]`).content.firstElementChild.cloneNode(true);
}

function soon(shown) {
  const said = document.querySelector("[data-idle-said]");
  if (shown && !said) document.body.append(fromTemplate("soon"));
  if (!shown) said?.remove();
}

function signOut(address) {
  const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
  return fetch(address, { method: "POST", headers: { "X-CSRFToken": token }, redirect: "manual", keepalive: true }).catch(() => {});
}

function end() {
  over = true;
  document.dispatchEvent(new CustomEvent("querbeet:leaving"));
  document.dispatchEvent(new CustomEvent("querbeet:cover"));
  const words = fromTemplate("over");
  const { in: signIn, end: address } = document.querySelector("template[data-idle-over]").dataset;
  const way = words.querySelector("a");
  way.href = `${signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
  const sheet = document.querySelector(".leave-cover");
  sheet.removeAttribute("aria-hidden");
  sheet.append(words);
  way.focus();
  signOut(address);
  way.addEventListener("click", async (event) => { // the first try may have met no network
    event.preventDefault();
    await signOut(address);
    location.assign(way.href);
  });
}

function look() {
  if (over) return;
  const away = Date.now() - last;
  if (away >= limit) end();
  else soon(away >= limit - notice);
}

// Looks first: a device that slept has run no timer, and the touch that wakes it must not count as having been there.
function stir() {
  look();
  if (over) return;
  last = Date.now();
  soon(false);
  if (last - shared < 1000) return;
  shared = last;
  tabs.postMessage(last);
}

if (limit) {
  setInterval(look, 1000);
  tabs.addEventListener("message", ({ data }) => { last = Math.max(last, data); look(); });
  document.addEventListener("visibilitychange", look);
  for (const name of ["pointerdown", "pointermove", "keydown", "scroll", "touchstart"]) document.addEventListener(name, stir, { capture: true, passive: true });
}
