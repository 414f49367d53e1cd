// The frame of the page: the search, the choice of views, what can be done with what is shown, and the view itself.
import icon from "../icon.svg";
import { AskError } from "./api/client";
import { downloads } from "./downloads";
import { around, EMPTY, type Place, type ViewName } from "./state/place";
import { Places } from "./state/places";
import { combobox, type Suggestion } from "./ui/combobox";
import { fill, h } from "./ui/dom";
import { menu } from "./ui/menu";
import type { Frame, View, ViewMaker } from "./view";
import { KIND } from "./words";

export interface Tab {
  readonly view: ViewName;
  readonly name: string;
  readonly help: string;
  make(): Promise<ViewMaker>;
  /** Asks for a place while the rest of the page is still being made. */
  ahead?(place: Place): void;
}

/** Builds the page in an element and shows the place of the address. */
export class Page implements Frame {
  readonly places = new Places();
  readonly #main = h("main", { id: "view", tabindex: -1 });
  readonly #trouble = h("div", { class: "trouble", role: "alert", hidden: true });
  readonly #said = h("div", { class: "hidden", role: "status", "aria-live": "polite" });
  readonly #undo = h(
    "button",
    { type: "button", title: "Undo the last step (Ctrl+Z)", disabled: true, on: { click: () => this.places.undo() } },
    "Undo",
  );
  readonly #nav = h("nav", { "aria-label": "Views" });
  #view: View | null = null;
  #name: ViewName | null = null;
  #turn = 0;

  constructor(
    readonly root: HTMLElement,
    readonly tabs: readonly Tab[],
  ) {
    this.#ahead(this.places.current);
    const isEmbedded = new URLSearchParams(location.search).get("embed") === "1";
    document.documentElement.classList.toggle("embedded", isEmbedded);
    fill(root, isEmbedded ? this.#origin() : this.#header(), this.#trouble, this.#main, this.#said);
    addEventListener("keydown", (event) => {
      if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.target instanceof HTMLInputElement) return;
      event.preventDefault();
      this.places.undo();
    });
    this.places.follow((place) => void this.#show(place));
  }

  again(): void {
    void this.#show(this.places.current);
  }

  announce(text: string): void {
    this.#said.textContent = text;
  }

  /** Fetches the code and the answer that the first place needs, before anything of the page stands. */
  #ahead(place: Place): void {
    const tab = this.tabs.find((item) => item.view === place.view);
    tab?.ahead?.(place);
    tab?.make().catch(() => null); // what is wrong is told when it is shown
  }

  // --- parts

  #header(): HTMLElement {
    fill(
      this.#nav,
      ...this.tabs.map((tab) => h("a", { href: `#${tab.view}`, title: tab.help, "data-view": tab.view }, tab.name)),
    );
    const find = combobox({
      label: "Find a method, dataset, paper, task, repository or author",
      placeholder: "Find a method, dataset, paper, author…",
      choose: (item) => this.#find(item),
    });
    return h(
      "header",
      {},
      h("a", { class: "skip", href: "#view", on: { click: (event) => this.#skip(event) } }, "Skip to the view"),
      h(
        "a",
        { class: "brand", href: "#home", title: "Start" },
        h("img", { src: icon, alt: "", width: 22, height: 22 }),
        "citegraph",
      ),
      find,
      this.#nav,
      h(
        "div",
        { class: "actions" },
        this.#undo,
        h(
          "button",
          {
            type: "button",
            title: "Copy an address that shows exactly this",
            on: { click: () => void this.#copy(this.places.permalink, "Link copied") },
          },
          "Copy link",
        ),
        downloads(
          () => this.#view?.shown ?? null,
          (text) => this.announce(text),
        ),
        this.#operations(),
      ),
    );
  }

  #origin(): HTMLElement {
    const link = h("a", { target: "_blank", rel: "noopener" }, "Open in citegraph");
    this.places.follow(() => link.setAttribute("href", this.places.permalink));
    return h("p", { class: "origin" }, link);
  }

  #operations(): HTMLElement {
    return menu("GraphQL", "The operation behind this view", () => {
      const asked = this.#view?.asked[0];
      if (!asked) return [h("p", {}, "This view asks nothing.")];
      const text = JSON.stringify(asked.variables, null, 2);
      const address = `graphql?query=${encodeURIComponent(asked.query)}&variables=${encodeURIComponent(text)}`;
      return [
        h(
          "button",
          { type: "button", role: "menuitem", on: { click: () => void this.#copy(asked.query, "Operation copied") } },
          "Copy the operation",
        ),
        h(
          "button",
          { type: "button", role: "menuitem", on: { click: () => void this.#copy(text, "Variables copied") } },
          "Copy its variables",
        ),
        h("a", { role: "menuitem", href: address, target: "_blank", rel: "noopener" }, "Open in GraphiQL"),
        h("a", { role: "menuitem", href: "schema.graphql", target: "_blank", rel: "noopener" }, "Schema"),
      ];
    });
  }

  #skip(event: Event): void {
    event.preventDefault();
    this.#main.focus();
  }

  async #copy(text: string, said: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.announce(said);
      this.#flash(said);
    } catch {
      prompt("Copy this:", text);
    }
  }

  #flash(text: string): void {
    const note = h("div", { class: "flash", "aria-hidden": "true" }, text);
    this.root.append(note);
    setTimeout(() => note.remove(), 1600);
  }

  #find(item: Suggestion): void {
    const place = this.places.current;
    if (place.view === "compare" && item.kind === "METHOD") {
      const methods = [...new Set([...place.methods, item.id])].slice(-5);
      this.places.go({ ...place, methods });
    } else if (place.view === "shared" && (item.kind === "METHOD" || item.kind === "TASK"))
      this.places.go({ ...place, of: item.id, cell: [] });
    else if ((place.view === "dataset" || place.view === "leaderboard") && item.kind === "DATASET")
      this.places.go({ ...EMPTY[place.view], of: item.id });
    else this.places.go(around(item.id));
    this.announce(`${item.name}, ${KIND[item.kind].one}`);
  }

  // --- the view

  async #show(place: Place): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const state = document.documentElement.dataset;
    state.state = "busy";
    this.#trouble.hidden = true;
    this.#undo.disabled = !this.places.canUndo;
    for (const link of this.#nav.querySelectorAll("a")) {
      if (link.dataset.view === place.view) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    try {
      const view = await this.#viewOf(place.view);
      if (turn !== this.#turn) return;
      await view.show(place);
      if (turn === this.#turn) state.state = "ready";
    } catch (error) {
      if (turn !== this.#turn) return;
      this.#tell(error);
      state.state = "failed";
    }
  }

  async #viewOf(name: ViewName): Promise<View> {
    if (this.#view && this.#name === name) return this.#view;
    const tab = this.tabs.find((item) => item.view === name);
    if (!tab) throw new Error(`no view is called ${name}`);
    const make = await tab.make();
    this.#view?.close();
    this.#view = make(this);
    this.#name = name;
    document.title = name === "home" ? "citegraph" : `${tab.name} · citegraph`;
    fill(this.#main, this.#view.element);
    return this.#view;
  }

  #tell(error: unknown): void {
    const { message, candidates } = error instanceof AskError ? error : { message: String(error), candidates: [] };
    const again = h("button", { type: "button", on: { click: () => this.again() } }, "Try again");
    const choices = candidates.map((item) =>
      h(
        "li",
        {},
        h(
          "button",
          { type: "button", on: { click: () => this.places.go(around(item.id)) } },
          [item.name, item.year, item.paper].filter(Boolean).join(", "),
        ),
      ),
    );
    fill(this.#trouble, h("p", {}, message), choices.length > 0 && h("ul", {}, choices), again);
    this.#trouble.hidden = false;
  }
}
