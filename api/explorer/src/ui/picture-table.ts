// A picture as tables: the same nodes and links, for who would rather read, or cannot see a picture.
import type { Node, Picture } from "../scene/model";
import type { Id } from "../state/place";
import { KIND, RELATION } from "../words";
import { h } from "./dom";
import { sign } from "./kinds";

export type Cells = readonly (string | number | null)[];

/** Returns the links of what is visible as rows for a file, the header first. */
export function rowsOf(picture: Picture, visible: ReadonlySet<Id>): Cells[] {
  const names = new Map(picture.nodes.map((node) => [node.id, node.name]));
  const links = picture.links.filter((link) => visible.has(link.source) && visible.has(link.target));
  const rows = links
    .flatMap((link) => link.edges)
    .map(
      (edge): Cells => [
        names.get(edge.source) ?? "",
        RELATION[edge.relation][0],
        names.get(edge.target) ?? "",
        edge.support,
      ],
    );
  return [["from", "relation", "to", "support"], ...rows];
}

/** Returns the tables of what is visible; `select` is called with the node of a click. */
export function tableOf(picture: Picture, visible: ReadonlySet<Id>, select: (id: Id) => void): HTMLElement {
  const nodes = picture.nodes.filter((node) => visible.has(node.id));
  const [header = [], ...rows] = rowsOf(picture, visible);
  return h(
    "div",
    { class: "tables", tabindex: 0, role: "region", "aria-label": "The picture as tables" },
    h(
      "table",
      {},
      h("caption", {}, `${nodes.length} nodes`),
      head(["name", "kind", "year", "joined with"]),
      h("tbody", {}, ...nodes.map((node) => line(node, select))),
    ),
    h(
      "table",
      {},
      h("caption", {}, `${rows.length} links`),
      head(header),
      h("tbody", {}, ...rows.map((row) => h("tr", {}, ...row.map((cell) => h("td", {}, cell))))),
    ),
  );
}

function head(names: Cells): HTMLElement {
  return h("thead", {}, h("tr", {}, ...names.map((name) => h("th", { scope: "col" }, name))));
}

function line(node: Node, select: (id: Id) => void): HTMLElement {
  const name = h(
    "button",
    { type: "button", class: "plain", on: { click: () => select(node.id) } },
    sign(node.kind),
    node.name,
  );
  return h(
    "tr",
    {},
    h("th", { scope: "row" }, name),
    h("td", {}, KIND[node.kind].one),
    h("td", {}, node.year),
    h("td", {}, node.degree),
  );
}
