// Runs in a process of its own, for tests that kill it or take its disk away.
// Arguments: what to do, folder. Prints one line per step.
import { blake2_256Hex } from "@ganglion/hash";
import type { Hex } from "@ganglion/primitives";
import { openStore, type Store, StoreError } from "../src/index.ts";

const u32 = (n: number): Uint8Array => Uint8Array.of(n >>> 24, n >>> 16, n >>> 8, n);

/** Every block writes its number under 200 keys, and one key more; the state tells the block. */
function commitNext(store: Store, valueBytes: number): number {
  const number = store.head === undefined ? 0 : store.head.number + 1;
  const changes: [Hex, Uint8Array][] = [];
  for (let i = 0; i < 200; i++) {
    const value = new Uint8Array(valueBytes);
    value.set(u32(number));
    changes.push([blake2_256Hex(u32(i)), value]);
  }
  changes.push([`0x00${blake2_256Hex(u32(number)).slice(2)}`, u32(number)]);
  store.commitBlock({
    number,
    hash: blake2_256Hex(u32(number + 1_000_000)),
    header: u32(number),
    body: [u32(number)],
    changes,
  });
  return number;
}

const [, , task, path] = process.argv;
try {
  const store = await openStore({ path: path!, pruning: 50 });
  console.log("open");
  if (task === "hold") setInterval(() => {}, 1000);
  else if (task === "check") {
    // Everything that it holds is read, and one more block goes in.
    store.verify();
    const view = store.head && store.stateAt(store.head.hash);
    const keys = view ? [...view.keys("0x")] : [];
    for (const key of keys) view!.get(key);
    const number = commitNext(store, 40);
    store.verify();
    await store.close();
    console.log(JSON.stringify({ keys: keys.length, number }));
  } else if (task === "write") for (;;) console.log(commitNext(store, 40));
  else if (task === "fill") {
    let last = -1;
    try {
      for (;;) last = commitNext(store, 4000);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      const { head } = store;
      store.verify();
      // The disk stays full: a second attempt fails alike, and reading goes on.
      let second = "";
      try {
        commitNext(store, 4000);
      } catch (again) {
        second = (again as StoreError).code;
      }
      const value = store.stateAt(last).get(blake2_256Hex(u32(7)))!;
      console.log(
        JSON.stringify({
          code: error.code,
          second,
          last,
          head: head!.number,
          value: [...value.slice(0, 4)],
        }),
      );
    }
    await store.close();
  }
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  console.log(JSON.stringify({ code: error.code, message: error.message, hint: error.hint }));
}
