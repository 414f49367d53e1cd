// What a picture does not show, in words, with what to do about it.
import type { Brought } from "../scene/model";
import type { GraphPlace } from "../state/place";
import { type Child, h } from "./dom";

export interface Remedies {
  more(step: number): void;
  showHidden(): void;
}

/** Returns a line for each thing that is not shown. */
export function notices(place: GraphPlace, steps: readonly Brought[], remedies: Remedies): Child[] {
  const hidden = place.hidden.length;
  return [
    ...steps.flatMap((step, n) => [unknown(step), cutOff(place, step, n, remedies), noPath(place, step, n)]),
    hidden > 0 && h("p", {}, `${hidden} hidden `, button("Show them", remedies.showHidden)),
  ];
}

function unknown(step: Brought): Child {
  return step.unknown.length > 0 && h("p", {}, `No record in this graph of ${step.unknown.join(", ")}.`);
}

function cutOff(place: GraphPlace, brought: Brought, n: number, remedies: Remedies): Child {
  const step = place.steps[n];
  if (step?.by !== "around" || brought.nodeCount <= brought.nodes.length) return null;
  const centres = step.ids.length;
  const [shown, there] = [brought.nodes.length - centres, brought.nodeCount - centres];
  const name = brought.nodes.find((node) => node.id === step.ids[0])?.name ?? step.ids[0];
  const of = centres > 1 ? `${name} and ${centres - 1} more` : name;
  const words = `${shown.toLocaleString("en")} of ${there.toLocaleString("en")} neighbours of ${of}, the strongest first `;
  return h("p", {}, words, step.limit < 2000 && button("Show more", () => remedies.more(n)));
}

function noPath(place: GraphPlace, brought: Brought, n: number): Child {
  const step = place.steps[n];
  if (step?.by !== "paths") return null;
  if (brought.nodes.length === 0)
    return h(
      "p",
      {},
      `No path of at most ${step.maxLength} steps joins them${brought.isComplete ? "." : ", as far as was searched."}`,
    );
  return !brought.isComplete && h("p", {}, "There may be more paths: the search was cut off.");
}

function button(name: string, click: () => void): HTMLElement {
  return h("button", { type: "button", class: "plain", on: { click } }, name);
}
