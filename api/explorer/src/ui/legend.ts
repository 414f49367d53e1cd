// The legend of a picture: each kind with its sign and number; a click leaves a kind out, or brings it back.
import type { Kind } from "../api/generated";
import type { Node } from "../scene/model";
import { KINDS } from "../state/place";
import { KIND } from "../words";
import { h } from "./dom";
import { sign } from "./kinds";

/** Returns the legend of nodes, without what is left out; `toggle` is called with the kind of a click. */
export function legend(nodes: readonly Node[], without: readonly Kind[], toggle: (kind: Kind) => void): HTMLElement {
  const count = (kind: Kind) => nodes.filter((node) => node.kind === kind).length;
  const item = (kind: Kind) =>
    h(
      "button",
      {
        type: "button",
        title: `${KIND[kind].help} Click to leave them out or bring them back.`,
        "aria-pressed": String(!without.includes(kind)),
        class: "kind",
        on: { click: () => toggle(kind) },
      },
      sign(kind),
      `${KIND[kind].many} ${count(kind)}`,
    );
  const present = KINDS.filter((kind) => count(kind) > 0);
  return h("div", { class: "legend", role: "group", "aria-label": "Kinds shown" }, ...present.map(item));
}
