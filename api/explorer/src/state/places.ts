// Where the page is, where it was, and who wants to know.
import { fragmentOf, placeOf } from "./permalink";
import type { Place } from "./place";

/** `push` is a step that can be undone; `replace` (a moved camera, a turned page) is none. */
export type How = "push" | "replace";

export class Places {
  #current: Place;
  #before: Place[] = [];
  readonly #followers = new Set<(place: Place) => void>();

  constructor() {
    this.#current = placeOf(location.hash);
    addEventListener("popstate", () => this.#arrive(placeOf(location.hash)));
  }

  get current(): Place {
    return this.#current;
  }

  get canUndo(): boolean {
    return this.#before.length > 0;
  }

  /** Calls back with the place now and whenever it changes. */
  follow(follower: (place: Place) => void): void {
    this.#followers.add(follower);
    follower(this.#current);
  }

  go(place: Place, how: How = "push"): void {
    const fragment = fragmentOf(place);
    if (fragment === fragmentOf(this.#current)) return;
    if (how === "push") {
      this.#before.push(this.#current);
      history.pushState(null, "", `#${fragment}`);
    } else {
      history.replaceState(null, "", `#${fragment}`);
    }
    this.#arrive(place);
  }

  /** Goes to where the page was before the last step. */
  undo(): void {
    const place = this.#before.pop();
    if (!place) return;
    history.pushState(null, "", `#${fragmentOf(place)}`);
    this.#arrive(place);
  }

  /** The address of the place, for others to open. */
  get permalink(): string {
    return `${location.origin}${location.pathname}#${fragmentOf(this.#current)}`;
  }

  #arrive(place: Place): void {
    this.#current = place;
    for (const follower of this.#followers) follower(place);
  }
}
