// Turns a plain file form into one that takes a dropped file, says how far it is, and survives a cut.
// The server may answer with JSON {"url": …} or {"error": …}, with a redirect, or with the form again.
import { sized } from "./weight.js";

const show = (drop, name, text) => {
  const element = drop.querySelector(`[data-${name}]`);
  element.hidden = !text;
  (element.querySelector("span:last-child") || element).textContent = text;
};

const reveal = (drop, sending) => {
  drop.classList.toggle("drop-sending", sending);
  drop.querySelector("[data-bar]").hidden = !sending;
};

const chosen = (drop, input) => {
  const file = input.files[0];
  const limit = Number(drop.dataset.limit);
  const heavy = file && limit && file.size > limit;
  show(drop, "problem", heavy ? drop.dataset.tooBig.replace("{size}", sized(limit)) : "");
  show(drop, "chosen", file ? `${file.name} · ${sized(file.size)}` : "");
  return file && !heavy;
};

const answered = (drop, request) => {
  const type = request.getResponseHeader("Content-Type") || "";
  if (type.includes("json")) {
    const answer = JSON.parse(request.responseText);
    if (answer.url) return location.assign(answer.url);
    reveal(drop, false);
    return show(drop, "problem", answer.error || drop.dataset.lost);
  }
  if (request.status < 400 && request.responseURL.split("#")[0] !== location.href.split("#")[0]) return location.assign(request.responseURL);
  const page = new DOMParser().parseFromString(request.responseText, "text/html").querySelector("main");
  if (!page) { reveal(drop, false); return show(drop, "problem", drop.dataset.lost); }
  document.querySelector("main").replaceWith(page);
  start(page);
  page.querySelector("[role=alert]")?.focus();
};

const send = (form, drop) => {
  const request = new XMLHttpRequest();
  const bar = drop.querySelector("progress");
  const sent = (loaded, total) => {
    bar.value = total ? loaded / total : 0;
    drop.querySelector("[data-status]").textContent = loaded < total
      ? drop.dataset.sending.replace("{size}", `${sized(loaded)} / ${sized(total)}`)
      : drop.dataset.reading;
  };
  request.open("POST", form.action || location.href);
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.upload.onprogress = (event) => sent(event.loaded, event.total);
  request.onload = () => answered(drop, request);
  request.onerror = () => { reveal(drop, false); show(drop, "problem", drop.dataset.lost); };
  request.onabort = () => reveal(drop, false);
  drop.querySelector("[data-cancel]").onclick = () => request.abort();
  sent(0, drop.querySelector("input[type=file]").files[0].size);
  reveal(drop, true);
  request.send(new FormData(form));
};

const prepare = (drop) => {
  const input = drop.querySelector("input[type=file]");
  const form = input.form;
  drop.classList.add("drop-on");
  input.addEventListener("change", () => chosen(drop, input));
  for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, () => drop.classList.add("drop-over"));
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("drop-over"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (chosen(drop, input)) send(form, drop);
  });
};

const start = (root) => root.querySelectorAll("[data-drop]").forEach(prepare);
start(document);
