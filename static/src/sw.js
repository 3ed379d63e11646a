// The service worker: keeps the shell (styles, scripts, icons) and a page for when the studio can not be reached.
// The studio puts three lines before this file: VERSION, SHELL with the addresses to keep, and OFFLINE with the address
// of that page by language.
// Nothing private is ever kept: pages, partials, sound and the API always come from the studio itself.
/* global VERSION, SHELL, OFFLINE */

const KEPT = `studio-${VERSION}`;
/** Not a page: the language of the last one, since this worker is put to sleep between them. */
const LANGUAGE = "/offline/language";
const USUAL = Object.keys(OFFLINE)[0];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(KEPT)
      .then((cache) => cache.addAll([...Object.values(OFFLINE), ...SHELL]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("studio-") && name !== KEPT).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

let language = "";

async function speaks(answer) {
  const said = answer.headers.get("Content-Language") ?? "";
  if (!(said in OFFLINE) || said === language) return;
  language = said;
  const box = await caches.open(KEPT);
  await box.put(LANGUAGE, new Response(said));
}

async function offline() {
  const kept = language || (await (await caches.match(LANGUAGE))?.text()) || USUAL;
  return caches.match(OFFLINE[kept]);
}

async function page(event) {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(speaks(answer));
    return answer;
  } catch {
    return offline();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(page(event));
  } else if (SHELL.includes(url.pathname)) {
    event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
  }
});
