// Which methods share datasets with one: a ranked list with bars, and the matrix behind it.
import { Asker } from "../api/client";
import { CellDocument, SharedDocument, SharedForTaskDocument } from "../api/generated";
import { fragmentOf } from "../state/permalink";
import { around, EMPTY, type Id, type Place, type SharedPlace, WEIGHTS } from "../state/place";
import { combobox } from "../ui/combobox";
import { coverage } from "../ui/coverage";
import { type Child, fill, h } from "../ui/dom";
import { evidenceList } from "../ui/evidence";
import { bar, drawing, heatMap } from "../ui/heat-map";
import { choiceOf, switchOf, viaSwitches } from "../ui/switches";
import type { Frame, Shown, View } from "../view";
import { counted, HELP, VIA, WEIGHT } from "../words";
import { link } from "./facts";
import { type Matrix, matrixOf } from "./shared-data";

const DATASETS = 30;
const PROOFS = 20;
const NOTHING: Matrix = { rows: [], columns: [] };

export function makeShared(frame: Frame): View {
  return new SharedView(frame);
}

class SharedView implements View {
  readonly element = h("div", { class: "page" });
  #asker = new Asker();
  #place: SharedPlace = EMPTY.shared;
  #matrix = NOTHING;

  constructor(readonly frame: Frame) {}

  get asked() {
    return this.#asker.asked;
  }

  readonly shown: Shown = {
    name: "shared datasets",
    ids: () => [...this.#matrix.rows, ...this.#matrix.columns].map((item) => item.id),
    picture: () => drawing(this.#matrix),
    table: () => [
      ["method", "shared", "score", ...this.#matrix.columns.map((column) => column.name)],
      ...this.#matrix.rows.map((row) => [
        row.name,
        row.sharedCount,
        row.score,
        ...this.#matrix.columns.map((column) => sum(row.cells.get(column.id))),
      ]),
    ],
  };

  async show(place: Place): Promise<void> {
    if (place.view !== "shared") return;
    this.#asker.stop();
    this.#asker = new Asker();
    this.#place = place;
    this.#matrix = NOTHING;
    if (place.of === "") return fill(this.element, this.#prompt());
    fill(this.element, ...(place.of.startsWith("task:") ? await this.#ofTask(place) : await this.#ofMethod(place)));
  }

  close(): void {
    this.#asker.stop();
  }

  #go(change: Partial<SharedPlace>): void {
    this.frame.places.go({ ...this.#place, ...change });
  }

  #prompt(): HTMLElement {
    const choose = combobox({
      label: "Choose a method or a task",
      placeholder: "A method or a task…",
      kinds: ["METHOD", "TASK"],
      choose: (item) => this.#go({ of: item.id }),
    });
    return h(
      "div",
      { class: "intro" },
      h("h1", {}, "Which methods share datasets?"),
      h(
        "p",
        {},
        "Choose a method: those that were tested on the same datasets, and the datasets. Choose a task: the pairs that share most.",
      ),
      choose,
    );
  }

  #switches(): HTMLElement {
    const { weight, via, sameTask } = this.#place;
    const weights = WEIGHTS.map((item) => [item, WEIGHT[item].name] as const);
    return h(
      "div",
      { class: "switches" },
      choiceOf("Ranked by", weights, weight, (chosen) => this.#go({ weight: chosen }), WEIGHT[weight].help),
      switchOf(
        "only for a common task",
        sameTask,
        (isOn) => this.#go({ sameTask: isOn }),
        "A dataset counts when both were tested on it for the same task; an unknown task fits any.",
      ),
      viaSwitches(via, (chosen) => this.#go({ via: chosen, cell: [] })),
    );
  }

  // --- of a method

  async #ofMethod(place: SharedPlace): Promise<Child[]> {
    const { weight, via, sameTask, first } = place;
    const asking = this.#asker.ask(SharedDocument, {
      id: place.of,
      weight,
      via: [...via],
      sameTask,
      first,
      datasets: DATASETS,
    });
    const [{ method }, proof] = await Promise.all([
      asking,
      place.cell.length === 2 ? this.#proof(place.cell as [Id, Id]) : null,
    ]);
    if (!method) return [h("p", {}, `No method in this graph is called ${place.of}.`)];
    this.#matrix = matrixOf(method);
    const { edges, totalCount, coverage: cover } = method.sharesDatasetsWith;
    const shownMore = more(edges.length, totalCount, () => this.#go({ first: Math.min(first * 2, 1000) }));
    const opened = h("div", { "aria-live": "polite" }, proof);
    const nothing =
      edges.length === 0 &&
      h("p", {}, "No record in this graph of a method that shares a dataset with it under these choices.");
    return [
      h("h1", {}, `Methods that share datasets with ${method.name}`),
      coverage(cover, `${counted(totalCount, "method")}, `),
      h("p", {}, h("a", { href: `#${fragmentOf(around(method.id))}` }, "Graph")),
      this.#switches(),
      nothing ||
        h(
          "div",
          { class: "side-by-side" },
          h("div", {}, this.#ranked(), shownMore),
          h("div", {}, this.#heatMap(), opened),
        ),
    ];
  }

  #ranked(): HTMLElement {
    const [own, ...rows] = this.#matrix.rows;
    const most = Math.max(...rows.map((row) => row.score));
    const names = new Map(this.#matrix.columns.map((column) => [column.id, column.name]));
    const line = (row: (typeof rows)[number]) => {
      const datasets = [...row.cells.keys()].map((id) => names.get(id)).join(", ");
      return h(
        "li",
        {},
        bar(row.score / most),
        h("a", { href: `#${fragmentOf({ ...this.#place, of: row.id, cell: [] })}` }, row.name),
        h(
          "span",
          { class: "about", title: datasets },
          ` ${row.sharedCount} shared (${row.score.toFixed(2)}): ${datasets} `,
        ),
        own &&
          h(
            "a",
            { class: "about", href: `#${fragmentOf({ ...EMPTY.compare, methods: [own.id, row.id] })}` },
            "compare",
          ),
      );
    };
    return h("ol", { class: "ranked", title: WEIGHT[this.#place.weight].help }, ...rows.map(line));
  }

  #heatMap(): HTMLElement {
    const [method, dataset] = this.#place.cell;
    return heatMap(this.#matrix, {
      open: (row, column) => this.#go({ cell: [row, column] }),
      isOpen: (row, column) => row === method && column === dataset,
      row: (id) => fragmentOf({ ...this.#place, of: id, cell: [] }),
      column: (id) => fragmentOf({ ...EMPTY.dataset, of: id }),
    });
  }

  async #proof([method, dataset]: [Id, Id]): Promise<Child> {
    const found = await this.#asker.ask(CellDocument, { method, dataset, via: [...this.#place.via], first: PROOFS });
    const edge = found.method?.testedOn.edges[0];
    const part = "It counts through parts of this suite; open the suite for each of them.";
    if (!found.method || !edge) return h("p", { class: "about" }, part);
    const ways = edge.via.map((via) => VIA[via].name).join(", ");
    return h(
      "section",
      { "aria-label": "Evidence" },
      h("h2", { title: HELP.evidence }, `${found.method.name} on ${edge.node.name}: ${ways}`),
      h("p", {}, `${counted(edge.paperCount, "paper")}, ${counted(edge.resultCount, "result")}`),
      evidenceList(edge.evidence),
    );
  }

  // --- of a task

  async #ofTask(place: SharedPlace): Promise<Child[]> {
    const { weight, via, first } = place;
    const found = await this.#asker.ask(SharedForTaskDocument, { id: place.of, weight, via: [...via], first });
    const { nodes, totalCount, coverage: cover } = found.methodsSharingDatasets;
    if (!found.task) return [h("p", {}, `No task in this graph is called ${place.of}.`)];
    const most = Math.max(...nodes.map((pair) => pair.score));
    const line = (pair: (typeof nodes)[number]) => {
      const datasets = pair.sharedDatasets.edges.map((edge) => edge.node.name).join(", ");
      const href = `#${fragmentOf({ ...EMPTY.compare, methods: [pair.a.id, pair.b.id] })}`;
      return h(
        "li",
        {},
        bar(pair.score / most),
        link("METHOD", pair.a.id, pair.a.name),
        " and ",
        link("METHOD", pair.b.id, pair.b.name),
        h("span", { class: "about" }, ` ${pair.sharedCount} shared (${pair.score.toFixed(2)}): ${datasets} `),
        h("a", { class: "about", href }, "compare"),
      );
    };
    return [
      h("h1", {}, `Methods that share datasets for ${found.task.name}`),
      coverage(cover, `${counted(totalCount, "pair")}, `),
      this.#switches(),
      nodes.length > 0
        ? h("ol", { class: "ranked" }, ...nodes.map(line))
        : h("p", {}, "No record in this graph of two methods that share datasets for it."),
      more(nodes.length, totalCount, () => this.#go({ first: Math.min(first * 2, 1000) })),
    ];
  }
}

function more(shown: number, there: number, click: () => void): Child {
  if (shown >= there) return null;
  return h(
    "p",
    {},
    `${shown} of ${there.toLocaleString("en")}, the best first `,
    h("button", { type: "button", class: "plain", on: { click } }, "Show more"),
  );
}

function sum(cell: { papers: number; results: number } | undefined): number | null {
  return cell ? cell.papers + cell.results : null;
}
