// How much there is in the graph, and how to put something in.
import type { Asker } from "../api/client";
import { type Kind, OverviewDocument, type OverviewQuery } from "../api/generated";
import { KINDS } from "../state/place";
import { h } from "../ui/dom";
import { sign } from "../ui/kinds";
import { counted, KIND } from "../words";

const FIELD = {
  PAPER: "papers",
  METHOD: "methods",
  DATASET: "datasets",
  TASK: "tasks",
  AUTHOR: "authors",
  REPOSITORY: "repositories",
  RESULT: "results",
} as const satisfies Record<Kind, keyof OverviewQuery>;

export function graphCounts(asker: Asker): Promise<OverviewQuery> {
  return asker.ask(OverviewDocument, {});
}

export function isEmpty(overview: OverviewQuery): boolean {
  return KINDS.every((kind) => overview[FIELD[kind]].totalCount === 0);
}

/** Returns the number of nodes of each kind. */
export function counts(overview: OverviewQuery): HTMLElement {
  const item = (kind: Kind) =>
    h(
      "li",
      { title: KIND[kind].help },
      sign(kind),
      counted(overview[FIELD[kind]].totalCount, KIND[kind].one, KIND[kind].many),
    );
  return h("section", {}, h("h2", {}, "In this graph"), h("ul", { class: "counts" }, ...KINDS.map(item)));
}

/** Returns what an empty graph says: how to load something. */
export function howToLoad(): HTMLElement {
  return h(
    "section",
    { class: "intro" },
    h("h2", {}, "This graph is empty"),
    h("p", {}, "Load something, and it appears here:"),
    h(
      "pre",
      {},
      "citegraph load papers.jsonl leaderboards.jsonl\ncitegraph formats        # what is read, with an example of each",
    ),
    h("p", {}, "While it loads, ", h("a", { href: "#loads" }, "watch it"), "."),
  );
}
