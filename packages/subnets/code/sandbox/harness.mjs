// @ts-check
/**
 * What runs in the guest's realm before the guest, as text: clock and randomness are replaced, and one function is
 * made that the host alone holds. It calls only what it took hold of here, so that nothing the guest overwrites
 * later changes what it does: no method is looked up, no array is written to, no property is read that isn't own.
 *
 * `harness(entry, what, text, size)` gives `=` and a JSON text, or `!reason:detail`.
 *
 * @param {{ readonly intact: boolean }} options `intact`: also remember what the language brings, to see whether it changed
 */
export const harnessText = ({ intact }) => HARNESS.replace("$WATCHED", intact ? WATCHED : "");

const WATCHED = `
  globalThis.Object, objects, Array, arrays, String, String.prototype, Number, Number.prototype,
  Boolean.prototype, Function.prototype, JSON, Math, Reflect, Symbol, Symbol.prototype,
  Map.prototype, Set.prototype, RegExp.prototype, errors, Promise.prototype,
  getPrototypeOf([][Symbol.iterator]()),
`;

const HARNESS = `
(() => {
  "use strict";
  const { apply, construct, getPrototypeOf, ownKeys, getOwnPropertyDescriptor: describe } = Reflect;
  const { hasOwn, is } = Object;
  const { isArray } = Array;
  const { parse, stringify } = JSON;
  const objects = Object.prototype;
  const arrays = Array.prototype;
  const errors = Error.prototype;
  const text = String;

  // The same numbers in every run (xorshift32), and one moment for ever.
  let state = 2463534242;
  Math.random = function random() {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
  const NOW = 1577836800000;
  const RealDate = Date;
  const FixedDate = function Date(...parts) {
    if (!new.target) return text(new RealDate(NOW));
    return construct(RealDate, parts.length === 0 ? [NOW] : parts, new.target);
  };
  FixedDate.prototype = RealDate.prototype;
  FixedDate.UTC = RealDate.UTC;
  FixedDate.parse = RealDate.parse;
  FixedDate.now = () => NOW;
  RealDate.prototype.constructor = FixedDate;
  globalThis.Date = FixedDate;

  // A proxy can look like plain data, so each is remembered.
  const RealProxy = Proxy;
  const proxies = new WeakSet();
  const { add, has } = WeakSet.prototype;
  const revocable = RealProxy.revocable;
  const WatchedProxy = function Proxy(target, handler) {
    if (!new.target) throw new TypeError("Proxy must be called with new");
    const proxy = new RealProxy(target, handler);
    apply(add, proxies, [proxy]);
    return proxy;
  };
  WatchedProxy.revocable = (target, handler) => {
    const made = revocable(target, handler);
    apply(add, proxies, [made.proxy]);
    return made;
  };
  globalThis.Proxy = WatchedProxy;

  // Statements that ran, for those who put the calls there.
  let seen = "";
  Object.defineProperty(globalThis, "__ran", {
    value: (id) => { if (seen.length < 20000) seen += "," + id; },
  });

  const watched = [$WATCHED];
  // A fixed record: [object, keys, descriptors' values], read by place only.
  const record = [];
  for (let i = 0; i < watched.length; i++) {
    const keys = ownKeys(watched[i]);
    const values = [];
    for (let k = 0; k < keys.length; k++) values[k] = holder(describe(watched[i], keys[k]));
    record[i] = [watched[i], keys, values];
  }
  function holder(descriptor) {
    return hasOwn(descriptor, "value") ? descriptor.value : descriptor.get;
  }
  function intact() {
    for (let i = 0; i < record.length; i++) {
      const object = record[i][0];
      const keys = record[i][1];
      const now = ownKeys(object);
      if (now.length !== keys.length) return false;
      for (let k = 0; k < keys.length; k++) {
        const descriptor = describe(object, keys[k]);
        if (descriptor === undefined) return false;
        if (!hasOwn(descriptor, "value") && !hasOwn(descriptor, "get")) return false;
        if (!is(holder(descriptor), record[i][2][k])) return false;
      }
    }
    return true;
  }

  let left = 0;
  let trouble = "";
  function fail(why) {
    if (trouble === "") trouble = why;
    return "";
  }
  function room(length) {
    left -= length;
    return left >= 0 ? true : (fail("too_large:the result is too long"), false);
  }
  /** JSON of plain data; anything that would run the guest's code is refused instead. */
  function write(value, depth) {
    if (trouble !== "") return "";
    if (value === null) return room(4) ? "null" : "";
    const kind = typeof value;
    if (kind === "string") return room(value.length + 2) ? stringify(value) : "";
    if (kind === "boolean") return room(5) ? (value ? "true" : "false") : "";
    if (kind === "number") {
      if (value !== value || value === 1 / 0 || value === -1 / 0)
        return fail("not_json:the result has a number that JSON hasn't");
      return room(8) ? stringify(value) : "";
    }
    if (kind !== "object") return fail("not_json:the result has " + kind);
    if (depth > 32) return fail("too_large:the result is nested too deep");
    if (apply(has, proxies, [value])) return fail("not_plain:the result has a proxy");
    const above = getPrototypeOf(value);
    if (isArray(value)) {
      if (above !== arrays) return fail("not_plain:the result has a list of another kind");
      const { length } = value;
      if (!room(length + 2)) return "";
      const keys = ownKeys(value);
      if (keys.length !== length + 1) return fail("not_plain:the result has a list with gaps or names");
      let out = "[";
      for (let i = 0; i < length && trouble === ""; i++) {
        const descriptor = describe(value, i);
        if (descriptor === undefined || !hasOwn(descriptor, "value"))
          return fail("not_plain:the result has a getter");
        out += (i > 0 ? "," : "") + write(descriptor.value, depth + 1);
      }
      return out + "]";
    }
    if (above !== objects && above !== null) return fail("not_plain:the result is no plain object");
    const keys = ownKeys(value);
    let out = "{";
    for (let i = 0; i < keys.length && trouble === ""; i++) {
      const key = keys[i];
      if (typeof key !== "string") return fail("not_plain:the result has a symbol");
      const descriptor = describe(value, key);
      if (descriptor === undefined || !hasOwn(descriptor, "value"))
        return fail("not_plain:the result has a getter");
      if (!room(key.length + 4)) return "";
      out += (i > 0 ? "," : "") + stringify(key) + ":" + write(descriptor.value, depth + 1);
    }
    return out + "}";
  }
  /** What was thrown, in words; nothing of it is called. */
  function words(error) {
    if (typeof error === "string") return error;
    if (typeof error !== "object" || error === null || apply(has, proxies, [error])) return "";
    let name = "";
    let above = error;
    for (let i = 0; i < 8 && above !== null && name === ""; i++) {
      if (apply(has, proxies, [above])) return "";
      const own = describe(above, "name");
      if (own !== undefined && hasOwn(own, "value") && typeof own.value === "string") name = own.value;
      above = getPrototypeOf(above);
    }
    const own = describe(error, "message");
    const message = own !== undefined && hasOwn(own, "value") && typeof own.value === "string" ? own.value : "";
    return name + ": " + message;
  }
  return (entry, what, argsText, size) => {
    if (what === "intact") return intact() ? "=true" : "!tampering:the answer changed what the language brings";
    if (what === "covered") {
      const ran = seen;
      seen = "";
      return "=[" + (ran === "" ? "" : "0" + ran) + "]";
    }
    left = size;
    trouble = "";
    let out;
    try {
      out = write(apply(entry, undefined, parse(argsText)), 0);
    } catch (error) {
      return "!threw:" + words(error);
    }
    return trouble === "" ? "=" + out : "!" + trouble;
  };
})()
`;
