// Methods head to head, on every dataset that two of them share.
import { Asker } from "../api/client";
import { CompareDocument, type CompareQuery } from "../api/generated";
import { fragmentOf } from "../state/permalink";
import { type ComparePlace, EMPTY, type Id, type Place } from "../state/place";
import { combobox } from "../ui/combobox";
import { type Child, fill, h } from "../ui/dom";
import { viaSwitches } from "../ui/switches";
import type { Frame, Shown, View } from "../view";
import { counted, HELP, VIA } from "../words";
import { type Line, linesOf } from "./compare-data";
import { link } from "./facts";

const DATASETS = 60;
const AT_MOST = 5;

type Comparison = CompareQuery["compareMethods"];
type Edge = Comparison["datasets"]["edges"][number];

export function makeCompare(frame: Frame): View {
  const element = h("div", { class: "page" });
  let asker = new Asker();
  let place: ComparePlace = EMPTY.compare;
  let found: Comparison | null = null;
  const go = (change: Partial<ComparePlace>) => frame.places.go({ ...place, ...change });
  const shown: Shown = {
    name: "comparison",
    ids: () =>
      found ? [...found.methods, ...found.datasets.edges.map((edge) => edge.node)].map((node) => node.id) : [],
    table: () => tableOf(found),
  };
  return {
    element,
    get asked() {
      return asker.asked;
    },
    shown,
    async show(next: Place) {
      if (next.view !== "compare") return;
      place = next;
      asker.stop();
      asker = new Asker();
      found = null;
      if (place.methods.length > 1) {
        const { compareMethods } = await asker.ask(CompareDocument, {
          methods: [...place.methods],
          via: [...place.via],
          first: DATASETS,
        });
        found = compareMethods;
      }
      fill(
        element,
        h("h1", {}, "Head to head"),
        chosen(place, found, go),
        found && unknown(place, found),
        found ? bodyOf(found) : h("p", {}, "Choose two to five methods."),
      );
    },
    close: () => asker.stop(),
  };
}

function chosen(
  place: ComparePlace,
  found: Comparison | null,
  go: (change: Partial<ComparePlace>) => void,
): HTMLElement {
  const names = new Map(found?.methods.map((method) => [method.id, method.name]));
  const item = (id: Id) => {
    const drop = () => go({ methods: place.methods.filter((other) => other !== id) });
    const name = names.get(id) ?? id;
    return h(
      "li",
      {},
      name,
      h(
        "button",
        {
          type: "button",
          class: "plain",
          "aria-label": `Leave ${name} out`,
          title: "Leave it out",
          on: { click: drop },
        },
        " ×",
      ),
    );
  };
  const add =
    place.methods.length < AT_MOST &&
    combobox({
      label: "Add a method",
      placeholder: "Add a method…",
      kinds: ["METHOD"],
      choose: (next) => go({ methods: [...new Set([...place.methods, next.id])] }),
    });
  return h(
    "div",
    {},
    h("ul", { class: "chosen" }, ...place.methods.map(item)),
    add,
    h(
      "div",
      { class: "switches" },
      viaSwitches(place.via, (via) => go({ via })),
    ),
  );
}

function unknown(place: ComparePlace, found: Comparison): Child {
  const known = new Set(found.methods.map((method) => method.id));
  return place.methods
    .filter((id) => !known.has(id))
    .map((id) => h("p", {}, `No method in this graph is called ${id}.`));
}

function bodyOf(found: Comparison): Child {
  const { edges, totalCount } = found.datasets;
  if (edges.length === 0) return h("p", {}, "No record in this graph of a dataset on which two of them were tested.");
  const rest =
    totalCount > edges.length &&
    h("p", { class: "about" }, `${edges.length} of ${totalCount} datasets, those of most methods first.`);
  return [
    h("p", { class: "about" }, `They meet on ${counted(totalCount, "dataset")}.`),
    rest,
    ...edges.map((edge) => dataset(found, edge)),
  ];
}

function dataset(found: Comparison, edge: Edge): HTMLElement {
  const head = found.methods.map((method) =>
    h("th", { scope: "col", class: "number" }, link("METHOD", method.id, method.name)),
  );
  const caption = h(
    "caption",
    {},
    h("a", { href: `#${fragmentOf({ ...EMPTY.dataset, of: edge.node.id })}` }, edge.node.name),
  );
  const tested = found.methods.map((method) => h("td", { class: "number" }, testOf(edge, method.id)));
  return h(
    "div",
    { class: "scrolls", tabindex: 0, role: "region", "aria-label": edge.node.name },
    h(
      "table",
      { class: "compared" },
      caption,
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "measured by"), ...head)),
      h(
        "tbody",
        {},
        h("tr", { class: "about" }, h("th", { scope: "row" }, "tested"), ...tested),
        ...linesOf(edge.results).map((line) => row(found, line)),
      ),
    ),
  );
}

function testOf(edge: Edge, method: Id): Child {
  const test = edge.tests.find((item) => item.method.id === method);
  if (!test) return "—";
  const ways = test.via.map((via) => VIA[via].name).join(", ");
  return h("span", { title: `${counted(test.paperCount, "paper")}, ${counted(test.resultCount, "result")}` }, ways);
}

function row(found: Comparison, line: Line): HTMLElement {
  const how = [line.how, !line.isComparable && "cannot be compared"].filter(Boolean).join("; ");
  const name = h(
    "th",
    { scope: "row" },
    line.metric,
    how && h("span", { class: "about", title: line.isComparable ? "" : HELP.incomparable }, ` ${how}`),
  );
  const cells = found.methods.map((method) => {
    const result = line.best.get(method.id);
    const more = (line.count.get(method.id) ?? 0) - 1;
    if (!result) return h("td", { class: "number" }, "");
    const isBest = result.rank === 1;
    const help = [result.result.methodAsWritten, ...result.result.configuration, result.paper?.title]
      .filter(Boolean)
      .join(", ");
    return h(
      "td",
      { class: isBest ? "number best" : "number", title: help },
      isBest && h("span", { "aria-label": "best" }, "★ "),
      result.result.valueText ?? result.result.value,
      more > 0 && h("span", { class: "about" }, ` +${more}`),
    );
  });
  return h("tr", { class: line.isComparable ? null : "apart" }, name, ...cells);
}

function tableOf(found: Comparison | null): (string | number | null)[][] {
  if (!found) return [];
  const header = ["dataset", "metric", "measured", "comparable", ...found.methods.map((method) => method.name)];
  const rows = found.datasets.edges.flatMap((edge) =>
    linesOf(edge.results).map((line) => [
      edge.node.name,
      line.metric,
      line.how,
      line.isComparable ? "yes" : "no",
      ...found.methods.map((method) => line.best.get(method.id)?.result.valueText ?? null),
    ]),
  );
  return [header, ...rows];
}
