// An address that ends in `#comment-12` points at a comment: it is asked for if it is not shown, and set apart a while.
import { focusOn } from "./focus";

const MARKED_MS = 6_000;

let arrived = "";
let asked = "";

/** The comment an address points at. */
export function commentIn(address: string): string {
  return /#(comment-\d+)$/.exec(address)?.[1] ?? "";
}

/** Once for every arrival; what is ticked off, or further down, is not in the list at first. */
export function pointed(): void {
  const id = commentIn(location.href);
  const talk = document.getElementById("talk");
  if (!id || !talk?.querySelector("#talk-title") || arrived === id) return;
  const remark = document.getElementById(id);
  if (!remark) return askFor(talk);
  arrived = id;
  remark.scrollIntoView({ block: "center" });
  remark.classList.add("pointed");
  setTimeout(() => remark.classList.remove("pointed"), MARKED_MS);
  focusOn(remark.querySelector<HTMLElement>("[data-handle]") ?? remark);
}

function askFor(talk: HTMLElement): void {
  if (asked === location.hash) return;
  const all = talk.querySelector<HTMLInputElement>("input[name=show][value=all]");
  const most = talk.querySelector<HTMLInputElement>("input[name=most]");
  const more = talk.querySelector<HTMLElement>("[data-more]");
  if (all && !all.checked) all.checked = true;
  else if (more && most) {
    asked = location.hash;
    most.value = "1000";
  } else return;
  window.htmx?.trigger(talk, "refresh");
}

export function startPointing(): void {
  const anew = (): void => {
    arrived = asked = "";
    pointed();
  };
  globalThis.addEventListener("hashchange", anew);
  document.addEventListener("studio:page", anew);
}
