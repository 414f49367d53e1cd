// Everything that was tried on a dataset: methods, papers without a result, years, and what that rests on.
import { Asker } from "../api/client";
import { TriedDocument, VariantsDocument } from "../api/generated";
import { fragmentOf } from "../state/permalink";
import { around, type DatasetPlace, EMPTY, type Id, type Place } from "../state/place";
import { trend } from "../ui/chart";
import { combobox } from "../ui/combobox";
import { coverage } from "../ui/coverage";
import { type Child, fill, h } from "../ui/dom";
import { viaSwitches } from "../ui/switches";
import { type Column, table } from "../ui/table";
import type { Frame, Shown, View } from "../view";
import { counted, VIA } from "../words";
import { type Configuration, configurationsOf, parted, type Tested, type Tried, withoutResult } from "./dataset-data";
import { away, link } from "./facts";

const VARIANTS = 60;
const RESULTS = 500;

export function makeDataset(frame: Frame): View {
  return new DatasetView(frame);
}

class DatasetView implements View {
  readonly element = h("div", { class: "page" });
  #asker = new Asker();
  #place: DatasetPlace = EMPTY.dataset;
  #tried: Tried | null = null;

  constructor(readonly frame: Frame) {}

  get asked() {
    return this.#asker.asked;
  }

  readonly shown: Shown = {
    name: "tried on a dataset",
    ids: () => (this.#tried ? [this.#tried.id, ...this.#tried.testedMethods.edges.map((edge) => edge.node.id)] : []),
    table: () => [
      ["method", "datasets", "papers", "results", "how it is known"],
      ...(this.#tried?.testedMethods.edges ?? []).map((edge) => [
        edge.node.name,
        edge.datasetCount,
        edge.paperCount,
        edge.resultCount,
        ways(edge),
      ]),
    ],
  };

  async show(place: Place): Promise<void> {
    if (place.view !== "dataset") return;
    this.#asker.stop();
    const asker = new Asker();
    this.#asker = asker;
    this.#place = place;
    this.#tried = null;
    if (place.of === "") return fill(this.element, this.#prompt());
    const asking = asker.ask(TriedDocument, { id: place.of, via: [...place.via], first: place.first });
    const unfolding = place.unfolded.map(async (id) => [id, await this.#configurations(id, asker)] as const);
    const [{ dataset }, unfolded] = await Promise.all([asking, Promise.all(unfolding)]);
    const opened = new Map(unfolded);
    this.#tried = dataset;
    fill(
      this.element,
      ...(dataset ? this.#body(dataset, opened) : [h("p", {}, `No dataset in this graph is called ${place.of}.`)]),
    );
  }

  close(): void {
    this.#asker.stop();
  }

  #go(change: Partial<DatasetPlace>): void {
    this.frame.places.go({ ...this.#place, ...change });
  }

  #prompt(): HTMLElement {
    const choose = combobox({
      label: "Choose a dataset",
      placeholder: "A dataset…",
      kinds: ["DATASET"],
      choose: (item) => this.#go({ of: item.id }),
    });
    return h(
      "div",
      { class: "intro" },
      h("h1", {}, "What has been tried on it?"),
      h(
        "p",
        {},
        "Choose a dataset: every method that was tested on it, the rarest first, and the papers without a result.",
      ),
      choose,
    );
  }

  #body(dataset: Tried, opened: ReadonlyMap<Id, Child>): Child[] {
    const { edges, totalCount, coverage: cover } = dataset.testedMethods;
    const { rare, usual } = parted(edges);
    const below = (edge: Tested) => opened.get(edge.node.id);
    const results = counted(dataset.leaderboard.totalCount, "result");
    return [
      h("h1", {}, `Tried on ${dataset.name}`),
      coverage(cover, `${counted(totalCount, "method")}, ${results}, `),
      this.#links(dataset),
      h(
        "div",
        { class: "switches" },
        viaSwitches(this.#place.via, (via) => this.#go({ via })),
      ),
      dataset.papersByYear.length > 1 && h("section", {}, h("h2", {}, "Papers by year"), trend(dataset.papersByYear)),
      edges.length === 0 && h("p", {}, "No record in this graph of a method that was tested on it under this choice."),
      rare.length > 0 && table("Methods, the rarest first", this.#columns(), rare, undefined, below),
      usual.length > 0 && this.#usual(usual, below),
      totalCount > edges.length &&
        h(
          "p",
          {},
          `${edges.length} of ${totalCount.toLocaleString("en")} methods, the rarest first `,
          button("Show more", () => this.#go({ first: Math.min(this.#place.first * 2, 1000) })),
        ),
      papers(dataset),
    ];
  }

  #links(dataset: Tried): HTMLElement {
    const introduced = dataset.introducedBy.nodes.map((paper) => [
      " Introduced by ",
      link("PAPER", paper.id, paper.title),
      paper.year ? ` (${paper.year}).` : ".",
    ]);
    return h(
      "p",
      {},
      h("a", { href: `#${fragmentOf({ ...EMPTY.leaderboard, of: dataset.id })}` }, "Results over time"),
      " · ",
      h("a", { href: `#${fragmentOf(around(dataset.id))}` }, "Graph"),
      dataset.url && [" · ", away(dataset.url, "Home page")],
      introduced,
    );
  }

  #columns(): Column<Tested>[] {
    return [
      {
        key: "method",
        name: "method",
        cell: (edge) => [link("METHOD", edge.node.id, edge.node.name), this.#fold(edge)],
      },
      {
        key: "datasets",
        name: "datasets",
        help: "On how many datasets the method was tested: few is rare.",
        isNumber: true,
        cell: (edge) => edge.datasetCount,
      },
      { key: "papers", name: "papers", isNumber: true, cell: (edge) => edge.paperCount },
      { key: "results", name: "results", isNumber: true, cell: (edge) => edge.resultCount },
      { key: "tasks", name: "tasks", cell: (edge) => edge.tasks.map((task) => task.name).join(", ") },
      { key: "via", name: "how it is known", cell: (edge) => ways(edge) },
    ];
  }

  #fold(edge: Tested): Child {
    const count = edge.resultCount;
    if (count < 2) return null;
    const { id } = edge.node;
    const isOpen = this.#place.unfolded.includes(id);
    const flip = () =>
      this.#go({
        unfolded: isOpen ? this.#place.unfolded.filter((other) => other !== id) : [...this.#place.unfolded, id],
      });
    return [
      " ",
      h(
        "button",
        { type: "button", class: "plain about", "aria-expanded": String(isOpen), on: { click: flip } },
        isOpen ? "hide its configurations" : `show ${counted(count, "configuration")}`,
      ),
    ];
  }

  #usual(usual: readonly Tested[], below: (edge: Tested) => Child): Child {
    const words = `${counted(usual.length, "usual one")}, tested on many datasets; `;
    const flip = button(this.#place.usual ? "hide" : "show", () => this.#go({ usual: !this.#place.usual }));
    return [
      h("p", {}, words, flip),
      this.#place.usual && table("Usual methods", this.#columns(), usual, undefined, below),
    ];
  }

  async #configurations(id: Id, asker: Asker): Promise<Child> {
    const counts = { variants: VARIANTS, results: RESULTS };
    const { dataset, method } = await asker.ask(VariantsDocument, { id, dataset: this.#place.of, ...counts });
    if (!method || !dataset) return null;
    const here = configurationsOf(method, new Set([dataset.id, ...dataset.parts.nodes.map((part) => part.id)]));
    const variants = new Set(here.map((row) => row.variant)).size - Number(here.some((row) => row.variant === null));
    const words = [counted(here.length, "result"), variants > 0 && `of ${counted(variants, "variant")}`].filter(
      Boolean,
    );
    return h(
      "section",
      { class: "unfolded", "aria-label": `Configurations of ${method.name}` },
      h("h3", {}, `${method.name}: ${words.join(" ")}`),
      table(`Results of ${method.name}`, CONFIGURATIONS, here),
    );
  }
}

const CONFIGURATIONS: readonly Column<Configuration>[] = [
  { key: "written", name: "entry", cell: ({ result }) => result.methodAsWritten },
  {
    key: "variant",
    name: "variant",
    cell: ({ variant }) =>
      variant && [link("METHOD", variant.node.id, variant.node.name), ` ${variant.differs.join(", ")}`],
  },
  { key: "how", name: "configuration", cell: ({ result }) => result.configuration.join(", ") },
  { key: "metric", name: "metric", cell: ({ result }) => [result.metric, result.split].filter(Boolean).join(", ") },
  { key: "value", name: "figure", isNumber: true, cell: ({ result }) => result.valueText },
];

function papers(dataset: Tried): Child {
  const { edges, totalCount } = dataset.evaluatedBy;
  if (totalCount === 0) return null;
  const without = withoutResult(edges);
  const item = (edge: (typeof edges)[number]) =>
    h(
      "li",
      {},
      link("PAPER", edge.node.id, edge.node.title),
      edge.node.year ? ` (${edge.node.year})` : "",
      h("span", { class: "about" }, ` ${edge.roles.join(", ")}`),
    );
  return h(
    "section",
    {},
    h("h2", {}, `${counted(totalCount, "paper")}`),
    h(
      "p",
      {},
      `${without.length || "None"} of the ${edges.length} newest report no result${without.length > 0 ? ":" : "."}`,
    ),
    without.length > 0 && h("ul", {}, ...without.map(item)),
  );
}

function ways(edge: Tested): string {
  return edge.via.map((via) => VIA[via].name).join(", ");
}

function button(name: string, click: () => void): HTMLElement {
  return h("button", { type: "button", class: "plain", on: { click } }, name);
}
