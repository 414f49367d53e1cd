// The start: a question to begin with, what there is in the graph, and how to fill an empty one.
import { Asker } from "../api/client";
import { StartDocument, type StartQuery } from "../api/generated";
import { fragmentOf } from "../state/permalink";
import { around, EMPTY } from "../state/place";
import { fill, h } from "../ui/dom";
import { sign } from "../ui/kinds";
import type { View } from "../view";
import { counted } from "../words";
import { counts, graphCounts, howToLoad, isEmpty } from "./counts";

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
      const [overview, start] = await Promise.all([graphCounts(asker), asker.ask(StartDocument, { first: 8 })]);
      fill(element, isEmpty(overview) ? howToLoad() : [intro(), counts(overview), pairs(start), datasets(start)]);
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
