// The start: a question to begin with, what there is in the graph, and how to fill an empty one.
import { Asker } from "../api/client";
import { type Kind, OverviewDocument, type OverviewQuery, StartDocument, type StartQuery } from "../api/generated";
import { fragmentOf } from "../state/permalink";
import { around, EMPTY } from "../state/place";
import { fill, h } from "../ui/dom";
import { sign } from "../ui/kinds";
import type { View } from "../view";
import { counted, KIND } from "../words";

const COUNTED = [
  "PAPER",
  "METHOD",
  "DATASET",
  "TASK",
  "AUTHOR",
  "REPOSITORY",
  "RESULT",
] as const satisfies readonly Kind[];

export function makeHome(): View {
  const element = h("div", { class: "home" });
  let asker = new Asker();
  return {
    element,
    get asked() {
      return asker.asked;
    },
    shown: { name: "citegraph", ids: () => [] },
    async show() {
      asker.stop();
      asker = new Asker();
      const [overview, start] = await Promise.all([
        asker.ask(OverviewDocument, {}),
        asker.ask(StartDocument, { first: 8 }),
      ]);
      const isEmpty = COUNTED.every((kind) => countOf(overview, kind) === 0);
      fill(element, isEmpty ? howToLoad() : [intro(), counts(overview), pairs(start), datasets(start)]);
    },
    close: () => asker.stop(),
  };
}

function intro(): HTMLElement {
  return h(
    "section",
    { class: "intro" },
    h("h1", {}, "Which methods share datasets?"),
    h(
      "p",
      {},
      "And what has been tried where. Type three letters of a method, dataset, paper, task, author or repository above; every answer shows the source rows that prove it.",
    ),
  );
}

function countOf(overview: OverviewQuery, kind: Kind): number {
  const fields = {
    PAPER: "papers",
    METHOD: "methods",
    DATASET: "datasets",
    TASK: "tasks",
    AUTHOR: "authors",
    REPOSITORY: "repositories",
    RESULT: "results",
  } as const;
  return overview[fields[kind]].totalCount;
}

function counts(overview: OverviewQuery): HTMLElement {
  const item = (kind: Kind) =>
    h("li", { title: KIND[kind].help }, sign(kind), counted(countOf(overview, kind), KIND[kind].one, KIND[kind].many));
  return h("section", {}, h("h2", {}, "In this graph"), h("ul", { class: "counts" }, ...COUNTED.map(item)));
}

function pairs(start: StartQuery): HTMLElement | false {
  const found = start.methodsSharingDatasets.nodes;
  const row = (pair: (typeof found)[number]) => {
    const place = { ...EMPTY.compare, methods: [pair.a.id, pair.b.id] };
    const datasets = pair.sharedDatasets.nodes.map((item) => item.name).join(", ");
    return h(
      "li",
      {},
      h("a", { href: `#${fragmentOf(place)}` }, `${pair.a.name} and ${pair.b.name}`),
      h("span", { class: "about" }, ` share ${counted(pair.sharedCount, "dataset")}: ${datasets}`),
    );
  };
  return (
    found.length > 0 &&
    h("section", {}, h("h2", {}, "Methods that share most"), h("ol", { class: "links" }, ...found.map(row)))
  );
}

function datasets(start: StartQuery): HTMLElement {
  const row = (item: StartQuery["datasets"]["nodes"][number]) =>
    h(
      "li",
      {},
      h("a", { href: `#${fragmentOf({ ...EMPTY.dataset, of: item.id })}` }, sign("DATASET"), item.name),
      " ",
      h("a", { class: "about", href: `#${fragmentOf(around(item.id))}` }, "picture"),
      " ",
      h("a", { class: "about", href: `#${fragmentOf({ ...EMPTY.leaderboard, of: item.id })}` }, "results over time"),
    );
  return h(
    "section",
    {},
    h("h2", {}, "What has been tried on"),
    h("ul", { class: "links" }, ...start.datasets.nodes.map(row)),
  );
}

function howToLoad(): HTMLElement {
  return h(
    "section",
    { class: "intro" },
    h("h1", {}, "This graph is empty"),
    h("p", {}, "Load something, and it appears here:"),
    h(
      "pre",
      {},
      "citegraph load papers.jsonl leaderboards.jsonl\ncitegraph formats        # what is read, with an example of each",
    ),
    h("p", {}, "While it loads, ", h("a", { href: "#loads" }, "watch it"), "."),
  );
}
