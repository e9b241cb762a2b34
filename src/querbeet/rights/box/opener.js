// Opens the box with the typed passphrase and draws what is in it. Nothing is fetched, stored or sent.
const box = JSON.parse(document.getElementById("box").textContent);
const form = document.querySelector("form");
const input = document.getElementById("passphrase");
const content = document.getElementById("content");
const say = document.getElementById("say");

const bytes = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));

async function opened(passphrase) {
  const typed = new TextEncoder().encode(passphrase.normalize("NFC"));
  const base = await crypto.subtle.importKey("raw", typed, "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(box.salt), iterations: box.rounds };
  const key = await crypto.subtle.deriveKey(how, base, { name: "AES-GCM", length: 256 }, false, ["decrypt"]);
  const data = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(box.nonce) }, key, bytes(box.data));
  return JSON.parse(new TextDecoder().decode(data));
}

function add(parent, name, text) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text;
  parent.append(element);
  return element;
}

function draw(told) {
  for (const chapter of told.chapters) {
    add(content, "h2", chapter.title);
    for (const part of chapter.parts) {
      add(content, "h3", part.title);
      for (const row of part.rows) {
        const list = add(content, "dl");
        for (const [name, value] of Object.entries(row)) {
          const line = add(list, "div");
          add(line, "dt", name);
          add(line, "dd", typeof value === "string" ? value : JSON.stringify(value));
        }
      }
    }
  }
}

function offer(told) {
  document.getElementById("save").addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(told, null, 2)], { type: "application/json" }));
    link.download = "box.json";
    link.click();
    URL.revokeObjectURL(link.href);
  });
}

document.getElementById("show").addEventListener("change", (event) => {
  input.type = event.target.checked ? "text" : "password";
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (!window.crypto || !crypto.subtle) {
    say.textContent = box.words.too_old;
    return;
  }
  say.textContent = box.words.wait;
  try {
    const told = await opened(input.value);
    draw(told);
    offer(told);
    form.remove();
    content.hidden = false;
    content.tabIndex = -1;
    content.focus();
  } catch {
    say.textContent = box.words.wrong;
    input.select();
  }
});
