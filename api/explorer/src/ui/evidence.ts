// The source rows that prove something: which row, where it stands, what it says, and what read it.
import type { ProofFragment } from "../api/generated";
import { away } from "../views/facts";
import { counted, HELP } from "../words";
import { h } from "./dom";

type Row = ProofFragment["nodes"][number];

/** Returns the rows of a page of evidence as a list, and how many more there are. */
export function evidenceList(proof: ProofFragment): HTMLElement {
  const more = proof.totalCount - proof.nodes.length;
  return h(
    "div",
    { class: "evidence", title: HELP.evidence },
    h("ul", {}, ...proof.nodes.map(row)),
    more > 0 && h("p", { class: "about" }, `and ${counted(more, "more source row", "more source rows")}`),
  );
}

function row(item: Row): HTMLElement {
  return h(
    "li",
    {},
    h("strong", {}, item.source),
    " ",
    away(item.url, item.recordKey),
    h("span", { class: "about" }, ` ${item.locator}`),
    item.quote && h("q", {}, item.quote),
    h("span", { class: "about" }, ` read by ${item.extractor}, ${Math.round(item.confidence * 100)} % sure`),
  );
}
