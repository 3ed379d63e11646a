import { beforeEach, expect, test, vi } from "vitest";
import { Draft } from "./draft";
import { goneToItsRoom } from "./sent_off";

const ID = "532212d6-11fb-42af-98a3-7ff7a342f714";

beforeEach(() => {
  history.replaceState({ turned: true }, "", "/songs/new/?kind=rescue");
  document.body.innerHTML = `<p data-signed-out hidden><span></span><a></a></p>
<form data-unborn data-project="${ID}" data-start-url="/songs/new/"><input name="artist" value="marlow"><input name="title" value="Low"></form>`;
});

function answers(...list: Partial<Response>[]): { asked: () => number } {
  let asked = 0;
  vi.stubGlobal("fetch", () => {
    asked += 1;
    return Promise.resolve(list.shift() ?? {});
  });
  return { asked: () => asked };
}

const draft = (): Draft => new Draft(document.querySelector("form")!, () => undefined);
const door = { status: 200, ok: true, redirected: true, url: "http://localhost/accounts/login/?next=/songs/new/" };

test("a draft that can not be begun without a session keeps its place: the address finds it again", async () => {
  const { asked } = answers(door, door, { ok: true, json: () => Promise.resolve({ id: ID, draft: `/songs/${ID}/draft/` }) });
  const one = draft();
  void one.ensure();
  await vi.waitFor(() => expect(document.querySelector<HTMLElement>("[data-signed-out]")!.hidden).toBe(false));
  expect([one.isUnborn, location.search]).toEqual([true, `?kind=rescue&id=${ID}`]);
  void one.ensure();
  expect(asked()).toBe(1);
  expect([await one.beginNow(), asked()]).toEqual([false, 2]);
  expect([await one.beginNow(), location.pathname, history.state]).toEqual([true, `/songs/${ID}/draft/`, { turned: true }]);
  expect(document.querySelector("[data-live]")!.getAttribute("data-live")).toBe(`/ws/projects/${ID}/`);
});

test("a draft that was sent off is known by its room", async () => {
  const url = `/songs/${ID}/draft/`;
  answers({ ok: false, status: 405, redirected: true, url: `http://localhost/songs/${ID}/` }, { ok: true, redirected: false, url }, door);
  expect(await goneToItsRoom(url)).toBe(`/songs/${ID}/`);
  expect(await goneToItsRoom(url)).toBeNull();
  expect(await goneToItsRoom(url)).toBeNull();
});
