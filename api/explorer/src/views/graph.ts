// The picture of a graph: what is around what was asked, drawn, with a legend, years, and a panel for what is selected.
import { Asker } from "../api/client";
import type { Kind } from "../api/generated";
import { drawingOf } from "../scene/drawing";
import type { Point } from "../scene/layout";
import { Layouts } from "../scene/layouts";
import { type Asked, type Picture, pictureOf, visible, yearsOf } from "../scene/model";
import { Scene } from "../scene/scene";
import { around, EMPTY, type GraphPlace, type Id, type Place } from "../state/place";
import type { How } from "../state/places";
import { combobox } from "../ui/combobox";
import { fill, h } from "../ui/dom";
import { legend } from "../ui/legend";
import { notices } from "../ui/notices";
import { type Actions, panelOf } from "../ui/panel";
import { rowsOf, tableOf } from "../ui/picture-table";
import { years } from "../ui/years";
import type { Frame, Shown, View } from "../view";
import { counted } from "../words";
import * as acts from "./graph-acts";
import type { Pictures } from "./pictures";

const SETTLED = 400;
/** So many milliseconds an answer is waited for before the stage is set up. */
const HEAD_START = 80;
type Laying = Promise<ReadonlyMap<Id, Point> | null>;

const NOTHING: Picture = { nodes: [], links: [], news: [] };

/** What a picture is drawn for. */
function keyOf(place: GraphPlace): string {
  return JSON.stringify([place.steps, place.pinned]);
}

export function makeGraph(frame: Frame, pictures: Pictures): View {
  return new GraphView(frame, pictures);
}

class GraphView implements View {
  readonly #canvas = h("div", {
    class: "canvas",
    tabindex: 0,
    role: "application",
    "aria-label": "Graph: arrows walk from node to node",
  });
  readonly #tables = h("div", { class: "as-table" });
  readonly #legend = h("div", {});
  readonly #notices = h("div", { class: "notices", "aria-live": "polite" });
  readonly #panel = h("aside", { class: "panel", "aria-label": "What is selected" });
  readonly #prompt = h("div", { class: "prompt", hidden: true });
  readonly #asTable = h(
    "button",
    { type: "button", title: "The same as tables", on: { click: () => this.#flip() } },
    "Table",
  );
  readonly #years = years((until) => this.#go({ ...this.#now, until }, "replace"));
  readonly #layouts = new Layouts();
  #scene: Scene | null = null;
  readonly element: HTMLElement;
  readonly #acts: Actions;
  #place: GraphPlace = EMPTY.graph;
  #drawn = "";
  #asked: Asked = { steps: [], edges: [] };
  #picture = NOTHING;
  #asker = new Asker();
  #timer = 0;

  constructor(
    readonly frame: Frame,
    readonly pictures: Pictures,
  ) {
    this.#acts = this.#actions();
    this.element = h(
      "div",
      { class: "graph" },
      h(
        "div",
        { class: "stage" },
        this.#canvas,
        this.#tables,
        this.#prompt,
        h("div", { class: "above" }, this.#legend, this.#notices),
        this.#tools(),
      ),
      this.#panel,
    );
    fill(
      this.#prompt,
      h("h1", {}, "What is around it?"),
      h("p", {}, "Choose a method, dataset, paper, task, repository or author, and see what it is joined with."),
      combobox({
        label: "Choose where to begin",
        placeholder: "Where to begin…",
        choose: (item) => this.#go(around(item.id)),
      }),
    );
    this.#canvas.addEventListener("keydown", (event) => this.#key(event));
  }

  get asked() {
    return this.#asker.asked;
  }

  readonly shown: Shown = {
    name: "citegraph",
    ids: () => [...visible(this.#picture, this.#place)],
    picture: () =>
      drawingOf({
        picture: this.#picture,
        visible: visible(this.#picture, this.#place),
        points: this.#stage().points(),
        sizeOf: (id) => this.#stage().sizeOf(id),
      }),
    table: () => rowsOf(this.#picture, visible(this.#picture, this.#place)),
  };

  async show(place: Place): Promise<void> {
    if (place.view !== "graph") return;
    this.#asker.stop();
    const asker = new Asker();
    this.#asker = asker;
    this.#place = place;
    this.#prompt.hidden = place.steps.length > 0;
    const asking = this.#ask(place, asker);
    const laying = asking.then(({ picture }) => this.#layOut(place, picture));
    const panel = asking.then(({ picture }) =>
      place.steps.length > 0 ? panelOf(place, picture, asker, this.#acts) : [],
    );
    for (const going of [laying, panel]) going.catch(() => null); // what goes wrong is thrown where it is waited for
    // The stage takes a while to set up, and nothing else goes on meanwhile: what is done elsewhere is sent there first.
    await Promise.race([asking.catch(() => null), new Promise((done) => setTimeout(done, HEAD_START))]);
    this.#stage();
    const { asked, picture } = await asking;
    await this.#draw(place, asked, picture, laying, asker);
    if (asker.isStopped) return;
    if (JSON.stringify(this.#stage().camera) !== JSON.stringify(place.camera)) this.#stage().aim(place.camera);
    this.#dress(place);
    const told = await panel;
    if (!asker.isStopped) fill(this.#panel, ...told);
  }

  close(): void {
    this.#asker.stop();
    this.#years.close();
    this.#scene?.close();
    this.#layouts.close();
    this.pictures.clear();
    clearTimeout(this.#timer);
  }

  // --- showing

  async #ask(place: GraphPlace, asker: Asker): Promise<{ asked: Asked; picture: Picture }> {
    const asked = await this.pictures.of(place, asker);
    return { asked, picture: pictureOf(asked) };
  }

  /** Returns where nodes stand, when the steps are others than those that are drawn. */
  async #layOut(place: GraphPlace, picture: Picture): Promise<ReadonlyMap<Id, Point> | null> {
    if (keyOf(place) === this.#drawn) return null;
    const links = picture.links.map(({ source, target, support }) => ({ source, target, support }));
    return this.#layouts.of({ news: picture.news, links });
  }

  async #draw(place: GraphPlace, asked: Asked, picture: Picture, laying: Laying, asker: Asker): Promise<void> {
    const laid = await laying;
    if (laid === null || asker.isStopped) return;
    const points = new Map(laid);
    for (const { id, x, y } of place.pinned) if (points.has(id)) points.set(id, { x, y });
    [this.#drawn, this.#asked, this.#picture] = [keyOf(place), asked, picture];
    this.#lookAt(place);
    await this.#stage().draw(picture, points);
    this.frame.announce(`${counted(picture.nodes.length, "node")}, ${counted(picture.links.length, "link")}`);
  }

  #stage(): Scene {
    this.#scene ??= new Scene(this.#canvas, {
      select: (id, isMore) => this.#go(acts.select(this.#now, id, isMore), "replace"),
      expand: (id) => this.#acts.expand(id),
      openLink: (ends) => this.#acts.open(ends),
      moved: (id, point) => this.#go(acts.move(this.#now, id, point)),
      camera: () => this.#cameraMoved(),
    });
    return this.#scene;
  }

  #lookAt(place: GraphPlace): void {
    this.#stage().look({
      visible: visible(this.#picture, place),
      selected: new Set(place.selected),
      link: acts.openedLink(place),
    });
  }

  #dress(place: GraphPlace): void {
    this.#lookAt(place);
    fill(
      this.#legend,
      legend(this.#picture.nodes, place.without, (kind) => this.#toggleKind(kind)),
    );
    fill(
      this.#notices,
      ...notices(place, this.#asked.steps, {
        more: (n) => this.#go(acts.more(this.#now, n)),
        showHidden: () => this.#go({ ...this.#now, hidden: [] }),
      }),
    );
    this.#years.show(yearsOf(this.#picture), place.until);
    const isTable = place.as === "table";
    this.#asTable.setAttribute("aria-pressed", String(isTable));
    this.#canvas.hidden = isTable;
    this.#tables.hidden = !isTable;
    fill(this.#tables, isTable && tableOf(this.#picture, visible(this.#picture, place), (id) => this.#acts.toggle(id)));
  }

  #tools(): HTMLElement {
    const tool = (name: string, help: string, click: () => void) =>
      h("button", { type: "button", title: help, "aria-label": name.length > 1 ? null : help, on: { click } }, name);
    return h(
      "div",
      { class: "tools" },
      this.#years.element,
      h(
        "div",
        { class: "zoom", role: "group", "aria-label": "Zoom" },
        tool("+", "Zoom in", () => this.#stage().zoom(1.5)),
        tool("−", "Zoom out", () => this.#stage().zoom(1 / 1.5)),
        tool("Fit", "Show all of it", () => this.#stage().aim(null)),
        tool(
          "Full screen",
          "Fill the screen",
          () => void (document.fullscreenElement ? document.exitFullscreen() : this.element.requestFullscreen()),
        ),
        this.#asTable,
      ),
    );
  }

  // --- doing

  /** What an act changes: the place of the address, which is ahead of the one that is shown while that is being shown. */
  get #now(): GraphPlace {
    const { current } = this.frame.places;
    return current.view === "graph" ? current : this.#place;
  }

  /** Goes to a place; one that goes on from the one there is takes the camera along, of which the address may not know yet. */
  #go(place: Place, how: How = "push"): void {
    const goesOn = place.view === "graph" && this.#scene && place.steps[0] === this.#now.steps[0];
    this.frame.places.go(goesOn ? { ...place, camera: this.#stage().camera } : place, how);
  }

  #actions(): Actions {
    const change = (make: (place: GraphPlace) => Place) => this.#go(make(this.#now));
    return {
      toggle: (id) => this.#go(acts.select(this.#now, id, false), "replace"),
      expand: (id) => change((place) => acts.expand(place, id)),
      collapse: (id) => change((place) => acts.collapse(place, id)),
      pin: (id) => change((place) => acts.pin(place, id, this.#stage().points().get(id))),
      hide: (id) => change((place) => acts.hide(place, id)),
      focus: (id) => change(() => around(id)),
      paths: (from, to) => change((place) => acts.findPaths(place, from, to)),
      open: (ends) => this.#go(acts.openLink(this.#now, ends), "replace"),
      shared: (id) => change(() => ({ ...EMPTY.shared, of: id })),
      compare: (methods) => change(() => ({ ...EMPTY.compare, methods })),
      dataset: (id) => change(() => ({ ...EMPTY.dataset, of: id })),
      leaderboard: (id) => change(() => ({ ...EMPTY.leaderboard, of: id })),
    };
  }

  #toggleKind(kind: Kind): void {
    const { without } = this.#now;
    const others = without.filter((other) => other !== kind);
    this.#go({ ...this.#now, without: others.length < without.length ? others : [...without, kind] });
  }

  #flip(): void {
    this.#go({ ...this.#now, as: this.#now.as === "table" ? "picture" : "table" }, "replace");
  }

  #cameraMoved(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      if (this.frame.places.current === this.#place) this.#go(acts.aim(this.#place, this.#stage().camera), "replace");
    }, SETTLED);
  }

  #key(event: KeyboardEvent): void {
    const [id] = this.#now.selected.slice(-1);
    const ways: Record<string, readonly [number, number]> = {
      ArrowRight: [1, 0],
      ArrowLeft: [-1, 0],
      ArrowUp: [0, 1],
      ArrowDown: [0, -1],
    };
    const way = ways[event.key];
    const zooms: Record<string, () => void> = {
      "+": () => this.#stage().zoom(1.5),
      "-": () => this.#stage().zoom(1 / 1.5),
      "0": () => this.#stage().aim(null),
    };
    const done: Record<string, (id: Id) => void> = {
      Enter: this.#acts.expand,
      p: this.#acts.pin,
      h: this.#acts.hide,
      f: this.#acts.focus,
    };
    if (way) this.#walk(id, way);
    else if (zooms[event.key]) zooms[event.key]?.();
    else if (id !== undefined && done[event.key]) done[event.key]?.(id);
    else return;
    event.preventDefault();
  }

  #walk(from: Id | undefined, [dx, dy]: readonly [number, number]): void {
    const to = from === undefined ? this.#picture.nodes[0]?.id : this.#stage().beside(from, dx, dy);
    if (to === undefined || to === null) return;
    this.#acts.toggle(to);
    this.frame.announce(this.#picture.nodes.find((node) => node.id === to)?.name ?? to);
  }
}
