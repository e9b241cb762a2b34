// When a part of a page could not be fetched: say so, or show the page that came instead (signing in, for example).
function tell() {
  document.querySelectorAll("[data-trouble-said]").forEach((old) => old.remove());
  const pattern = document.querySelector("template[data-trouble]");
  if (!pattern) return;
  const notice = pattern.content.firstElementChild.cloneNode(true);
  notice.dataset.troubleSaid = "";
  document.getElementById("main").prepend(notice);
  notice.scrollIntoView({ block: "nearest" });
}

for (const name of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.addEventListener(name, tell);

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig, serverResponse } = event.detail;
  const asked = new URL(requestConfig.path, window.location.href);
  const got = new URL(xhr.responseURL || asked, window.location.href);
  if (got.pathname === asked.pathname || !/^\s*<!doctype/i.test(serverResponse ?? "")) return;
  event.detail.shouldSwap = false;
  window.location.assign(got);
});
