import { useEffect, useState } from "react";

export type Route =
  | { readonly page: "ask"; readonly query?: string }
  | { readonly page: "blocks" }
  | { readonly page: "subnet"; readonly name?: string };

/** The page that the part of the address after `#` names; anything unknown is the first page. */
export function readRoute(hash: string): Route {
  const [page, argument] = hash.replace(/^#\/?/, "").split("/");
  const name = argument === undefined || argument === "" ? undefined : decode(argument);
  if (page === "blocks") return { page };
  if (page === "subnet") return { page, ...(name ? { name } : {}) };
  return page === "q" && name ? { page: "ask", query: name } : { page: "ask" };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

export function useRoute(): Route {
  const [hash, setHash] = useState(() => window.location.hash);
  useEffect(() => {
    const change = () => setHash(window.location.hash);
    window.addEventListener("hashchange", change);
    return () => window.removeEventListener("hashchange", change);
  }, []);
  return readRoute(hash);
}
