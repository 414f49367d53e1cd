// What an answer rests on, in words.
import type { CoverFragment } from "../api/generated";
import { counted, HELP } from "../words";
import { h } from "./dom";

/** Returns the words of a coverage: `from 2 sources (acl, sota), newest 2021; 5 entries name no known method`. */
export function coverageText(cover: CoverFragment): string {
  if (cover.sources.length === 0) return "no record in this graph";
  const newest = cover.newestYear === null ? "" : `, newest ${cover.newestYear}`;
  const missing = cover.unresolvedEntries;
  const rest =
    missing > 0
      ? `; ${counted(missing, "entry on these datasets names", "entries on these datasets name")} no known method`
      : "";
  return `from ${counted(cover.sources.length, "source")} (${cover.sources.join(", ")})${newest}${rest}`;
}

/** Returns a line with the words of a coverage. */
export function coverage(cover: CoverFragment, before = ""): HTMLElement {
  return h("p", { class: "about", title: HELP.coverage }, before + coverageText(cover));
}
