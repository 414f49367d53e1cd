// What can be done in a picture: each act makes another place of the one there is.
import type { Point } from "../scene/layout";
import { linkKey } from "../scene/model";
import type { Camera, GraphPlace, Id } from "../state/place";

const MORE = 40;
const AT_MOST = 2000;
const STEPS = 4;

/** Selects a node alone, or beside one that is selected; null selects nothing. */
export function select(place: GraphPlace, id: Id | null, isMore: boolean): GraphPlace {
  if (id === null) return { ...place, selected: [], edge: [] };
  if (!isMore) return { ...place, selected: [id], edge: [] };
  const others = place.selected.filter((other) => other !== id);
  return { ...place, selected: others.length < place.selected.length ? others : [...others.slice(-1), id], edge: [] };
}

/** Brings more of a node's neighbours: the strongest, or more of them when some are there. */
export function expand(place: GraphPlace, id: Id): GraphPlace {
  const at = place.steps.findIndex((step) => step.by === "around" && step.ids.length === 1 && step.ids[0] === id);
  if (at >= 0) return more(place, at);
  return { ...place, steps: [...place.steps, { by: "around", ids: [id], depth: 1, limit: MORE }], selected: [id] };
}

/** Doubles how many neighbours a step brings. */
export function more(place: GraphPlace, at: number): GraphPlace {
  const steps = place.steps.map((step, n) =>
    n === at && step.by === "around" ? { ...step, limit: Math.min(step.limit * 2, AT_MOST) } : step,
  );
  return { ...place, steps };
}

/** Takes away what a node brought. */
export function collapse(place: GraphPlace, id: Id): GraphPlace {
  const steps = place.steps.filter((step, n) => n === 0 || step.by !== "around" || !step.ids.includes(id));
  return { ...place, steps };
}

export function pin(place: GraphPlace, id: Id, point: Point | undefined): GraphPlace {
  const others = place.pinned.filter((other) => other.id !== id);
  return { ...place, pinned: others.length < place.pinned.length || !point ? others : [...others, { id, ...point }] };
}

/** Pins a node where it was dragged to. */
export function move(place: GraphPlace, id: Id, point: Point): GraphPlace {
  return { ...place, pinned: [...place.pinned.filter((other) => other.id !== id), { id, ...point }] };
}

export function hide(place: GraphPlace, id: Id): GraphPlace {
  return {
    ...place,
    hidden: [...place.hidden, id],
    selected: place.selected.filter((other) => other !== id),
    edge: [],
  };
}

/** Brings the paths between two nodes. */
export function findPaths(place: GraphPlace, from: Id, to: Id): GraphPlace {
  return { ...place, steps: [...place.steps, { by: "paths", from, to, maxLength: STEPS }] };
}

/** Opens the proof of what joins two nodes; nothing closes it. */
export function openLink(place: GraphPlace, ends: readonly Id[]): GraphPlace {
  return { ...place, edge: ends };
}

export function aim(place: GraphPlace, camera: Camera | null): GraphPlace {
  return { ...place, camera };
}

/** The key of the link whose proof is open. */
export function openedLink(place: GraphPlace): string | null {
  const [a, b] = place.edge;
  return a !== undefined && b !== undefined ? linkKey(a, b) : null;
}
