// A field that completes names from the graph: the combobox pattern of WAI-ARIA, by mouse and by keyboard.
import { Asker } from "../api/client";
import { type Kind, SuggestDocument, type SuggestQuery } from "../api/generated";
import { KIND } from "../words";
import { fill, h } from "./dom";
import { sign } from "./kinds";

export type Suggestion = SuggestQuery["suggest"][number];

export interface Options {
  readonly label: string;
  readonly placeholder: string;
  readonly kinds?: readonly Kind[];
  choose(suggestion: Suggestion): void;
}

const WAIT = 60;
const FIRST = 10;
let made = 0;

/** Returns a labelled field; `choose` is called with what the user picks. */
export function combobox(options: Options): HTMLElement {
  made += 1;
  const id = `choose-${made}`;
  const list = h("ul", {
    id: `${id}-list`,
    role: "listbox",
    class: "options",
    hidden: true,
    "aria-label": options.label,
  });
  const status = h("span", { class: "hidden", role: "status" });
  const input = h("input", {
    id,
    type: "search",
    role: "combobox",
    autocomplete: "off",
    spellcheck: "false",
    placeholder: options.placeholder,
    "aria-label": options.label,
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  });
  new Choosing(input, list, status, options);
  return h("div", { class: "combobox" }, input, list, status);
}

class Choosing {
  #found: readonly Suggestion[] = [];
  #active = -1;
  #timer = 0;
  #asker = new Asker();
  #released = Promise.resolve();

  constructor(
    readonly input: HTMLInputElement,
    readonly list: HTMLElement,
    readonly status: HTMLElement,
    readonly options: Options,
  ) {
    input.addEventListener("input", () => this.#later());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("focus", () => this.#found.length > 0 && input.value !== "" && this.#show(true));
    input.addEventListener("blur", () => this.#show(false));
    // A press must not take the focus away before the click arrives.
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.#press();
    });
    list.addEventListener("click", (event) => {
      const item = (event.target as Element).closest("li");
      if (item) this.#choose([...list.children].indexOf(item));
    });
  }

  /** While something is pressed the list stays as it is, or the click would meet another. */
  #press(): void {
    this.#released = new Promise((done) => {
      for (const event of ["pointerup", "pointercancel"])
        addEventListener(event, () => setTimeout(done), { once: true });
    });
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#suggest(), WAIT);
  }

  async #suggest(): Promise<void> {
    this.#asker.stop();
    const asker = new Asker();
    this.#asker = asker;
    const prefix = this.input.value.trim();
    if (prefix === "") return this.#present([], "");
    try {
      const { suggest } = await asker.ask(SuggestDocument, {
        prefix,
        kinds: this.options.kinds ? [...this.options.kinds] : null,
        first: FIRST,
      });
      await this.#released;
      if (asker.isStopped) return;
      this.#present(
        suggest,
        suggest.length ? `${suggest.length} suggestions` : `Nothing in this graph begins with “${prefix}”.`,
      );
    } catch (error) {
      if (!asker.isStopped) this.#present([], (error as Error).message);
    }
  }

  #present(found: readonly Suggestion[], said: string): void {
    this.#found = found;
    this.#active = -1;
    fill(
      this.list,
      ...found.map((item, place) => this.#option(item, place)),
      found.length === 0 && said !== "" && h("li", { class: "none", role: "option", "aria-disabled": "true" }, said),
    );
    this.status.textContent = said;
    this.#show(said !== "");
  }

  #option(item: Suggestion, place: number): HTMLElement {
    const about = [KIND[item.kind].one, item.year].filter((part) => part !== null).join(", ");
    return h(
      "li",
      { role: "option", id: `${this.input.id}-${place}`, "aria-selected": "false" },
      sign(item.kind),
      h("span", { class: "name" }, item.name),
      h("span", { class: "about" }, about),
    );
  }

  #show(isOpen: boolean): void {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.#activate(-1);
  }

  #key(event: KeyboardEvent): void {
    const last = this.#found.length - 1;
    if (event.key === "ArrowDown" && last >= 0) this.#activate(this.#active >= last ? 0 : this.#active + 1);
    else if (event.key === "ArrowUp" && last >= 0) this.#activate(this.#active <= 0 ? last : this.#active - 1);
    else if (event.key === "Enter" && last >= 0 && !this.list.hidden) this.#choose(Math.max(this.#active, 0));
    else if (event.key === "Escape") this.#show(false);
    else return;
    event.preventDefault();
  }

  #activate(place: number): void {
    this.#active = place;
    if (place >= 0) {
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
    }
    for (const [n, item] of [...this.list.children].entries()) item.setAttribute("aria-selected", String(n === place));
    const item = this.list.children[place];
    item?.scrollIntoView({ block: "nearest" });
    if (item) this.input.setAttribute("aria-activedescendant", item.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #choose(place: number): void {
    const item = this.#found[place];
    if (!item) return;
    clearTimeout(this.#timer);
    this.#asker.stop();
    this.input.value = "";
    this.#present([], "");
    this.options.choose(item);
  }
}
