/**
 * The tablet's store: one IndexedDB, two shelves of facts and one of things kept under a name.
 *
 * A transaction ends as soon as nothing is asked of it, so `work` may await `ask(...)` and nothing else: no fetch, no
 * digest, no timer.
 */

const VERSION = 1;

/** Open the store; a newer page that has to rebuild it is never held up by this one. */
export function open(name = "kontuar") {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, VERSION);
    opening.onupgradeneeded = () => {
      const store = opening.result;
      store.createObjectStore("facts", { keyPath: "number", autoIncrement: true });
      store.createObjectStore("refused", { keyPath: "number", autoIncrement: true });
      store.createObjectStore("kept");
    };
    opening.onsuccess = () => {
      opening.result.onversionchange = () => opening.result.close();
      resolve(opening.result);
    };
    opening.onerror = () => reject(opening.error);
  });
}

/** What a request answers. */
export function ask(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * One unit of work over `shelves`; resolves with what `work` gave once all of it is on the disk.
 * `durability: "strict"` waits for the disk itself: the default survives a crash of the browser, but not a power cut.
 */
export async function transact(store, shelves, mode, work, durability = "strict") {
  const transaction = store.transaction(shelves, mode, { durability });
  const done = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error("the store gave up"));
  });
  done.catch(() => {}); // whoever waits for it hears of it below
  let result;
  try {
    result = await work(transaction);
  } catch (error) {
    try {
      transaction.abort();
    } catch {
      // it had ended by itself, for the reason we are about to give
    }
    throw error;
  }
  await done;
  return result;
}

/** Things kept under a name: what isn't a fact and must outlive the page. */
export const kept = {
  get: (store, key) => transact(store, ["kept"], "readonly", (work) => ask(work.objectStore("kept").get(key))),
  put: (store, key, value, durability = "relaxed") =>
    transact(store, ["kept"], "readwrite", (work) => ask(work.objectStore("kept").put(value, key)), durability),
  drop: (store, key) =>
    transact(store, ["kept"], "readwrite", (work) => ask(work.objectStore("kept").delete(key)), "relaxed"),
  /** All things whose name begins so, as [name, thing] pairs. */
  all: (store, beginning) =>
    transact(store, ["kept"], "readonly", async (work) => {
      const range = IDBKeyRange.bound(beginning, `${beginning}\uffff`);
      const shelf = work.objectStore("kept");
      const [keys, values] = await Promise.all([ask(shelf.getAllKeys(range)), ask(shelf.getAll(range))]);
      return keys.map((key, index) => [key, values[index]]);
    }),
};
