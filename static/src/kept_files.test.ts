import { beforeEach, expect, test, vi } from "vitest";

/** As much of the browser's store as is used here; the first opening is slow, as the one that makes it is. */
function store(delaysMs: number[]): void {
  const rows = new Map<string, unknown>();
  const asked = <T>(result: T, ms: number): IDBRequest<T> => {
    const request = { result } as { result: T; onsuccess?: () => void };
    setTimeout(() => request.onsuccess?.(), ms);
    return request as unknown as IDBRequest<T>;
  };
  const objects = {
    put: (row: { id: string }) => asked(rows.set(row.id, row), 0),
    delete: (id: string) => asked(rows.delete(id), 0),
    getAll: () => asked([...rows.values()], 0),
  };
  const database = { transaction: () => ({ objectStore: () => objects }) };
  vi.stubGlobal("indexedDB", { open: () => asked(database, delaysMs.shift() ?? 0) });
}

beforeEach(() => vi.resetModules());

test("a file that arrived before it was kept is not sent again after a reload", async () => {
  store([50, 0, 0]);
  const { dropFile, filesOf, keepFile } = await import("./kept_files");
  const kept = keepFile({ id: "one", project: "song", kind: "photo", file: new File(["x"], "me.png") });
  await Promise.all([kept, dropFile("one")]);
  expect(await filesOf("song")).toEqual([]);
});

test("a store that can not be opened stops nothing", async () => {
  vi.stubGlobal("indexedDB", {
    open: () => {
      throw new Error("private window");
    },
  });
  const { filesOf, keepFile } = await import("./kept_files");
  expect(await keepFile({ id: "one", project: "song", kind: "photo", file: new File(["x"], "me.png") })).toBeNull();
  expect(await filesOf("song")).toEqual([]);
});
