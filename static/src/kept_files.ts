// Files on their way up are also kept in the browser, so that a reload goes on by itself.

export interface KeptFile {
  id: string;
  project: string;
  /** What the upload was begun as. */
  kind: string;
  /** What a person has since said it is. */
  wanted?: string;
  file: File;
}

const NAME = "studio-uploads";
const STORE = "files";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "id" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

let last: Promise<unknown> = Promise.resolve();

/** One after another, in the order asked: a small file may have arrived before it was kept, and must not be kept then. */
function run<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  const asked = last.then(() => carriedOut(mode, ask));
  last = asked;
  return asked;
}

async function carriedOut<T>(mode: IDBTransactionMode, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | null> {
  try {
    const database = await open();
    return await new Promise<T>((resolve, reject) => {
      const asked = ask(database.transaction(STORE, mode).objectStore(STORE));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  } catch {
    // Private windows and full disks: the upload still works, only the automatic way back is lost.
    return null;
  }
}

export const keepFile = (kept: KeptFile): Promise<unknown> => run("readwrite", (store) => store.put(kept));
export const dropFile = (id: string): Promise<unknown> => run("readwrite", (store) => store.delete(id));

export async function filesOf(project: string): Promise<KeptFile[]> {
  const all = (await run<KeptFile[]>("readonly", (store) => store.getAll())) ?? [];
  return all.filter((kept) => kept.project === project);
}
