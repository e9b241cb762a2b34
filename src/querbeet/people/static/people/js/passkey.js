// Passkeys: fetches a challenge, asks the device, and sends its answer as a plain form. Without it, the passphrase works.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function readable(options) {
  const wanted = { ...options, challenge: bytes(options.challenge) };
  if (wanted.user) wanted.user = { ...wanted.user, id: bytes(wanted.user.id) };
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    if (wanted[list]) wanted[list] = wanted[list].map((known) => ({ ...known, id: bytes(known.id) }));
  }
  return wanted;
}

function sendable(credential) {
  const answer = credential.response;
  const response = { clientDataJSON: text(answer.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (answer[part]) response[part] = text(answer[part]);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} };
}

async function challenge(form) {
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(form.dataset.options, { method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  return readable((await answer.json()).publicKey);
}

async function ask(form) {
  const publicKey = await challenge(form);
  const make = form.dataset.passkey === "create";
  const credential = make ? await navigator.credentials.create({ publicKey }) : await navigator.credentials.get({ publicKey });
  const place = form.querySelector("[data-passkey-answer], [name=credential]");
  place.value = JSON.stringify(sendable(credential));
  form.submit();
}

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-passkey]");
  if (!form) return;
  event.preventDefault();
  const said = form.querySelector("[data-passkey-said]");
  said.textContent = "";
  ask(form).catch(() => {
    said.textContent = said.dataset.failed;
  });
});

if (!window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach((form) => form.setAttribute("hidden", ""));
}
