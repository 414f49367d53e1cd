// A matrix of methods and datasets: how much is behind each cell, by a word and by a shade.
import type { Id } from "../state/place";
import { type Cell, heat, type Matrix } from "../views/shared-data";
import { counted } from "../words";
import { h, svg } from "./dom";

export interface Uses {
  open(row: Id, column: Id): void;
  isOpen(row: Id, column: Id): boolean;
  /** The fragments that names lead to. */
  row(id: Id): string;
  column(id: Id): string;
}

/** Returns a bar of a share of the width there is. */
export function bar(share: number): HTMLElement {
  const element = h("span", { class: "bar", "aria-hidden": "true" }, h("span", {}));
  (element.firstElementChild as HTMLElement).style.width = `${Math.round(100 * share)}%`;
  return element;
}

/** Returns the matrix as a table whose cells are buttons. */
export function heatMap(matrix: Matrix, uses: Uses): HTMLElement {
  const head = matrix.columns.map((column) => {
    const help = column.methods === null ? "" : `${counted(column.methods, "method")} tested on it`;
    return h(
      "th",
      { scope: "col", title: help },
      h("a", { href: `#${uses.column(column.id)}` }, h("span", {}, column.name)),
    );
  });
  const line = (row: Matrix["rows"][number]) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("a", { href: `#${uses.row(row.id)}` }, row.name)),
      ...matrix.columns.map((column) => h("td", {}, cell(row.id, column.id, row.cells.get(column.id), uses))),
    );
  return h(
    "div",
    { class: "scrolls", tabindex: 0, role: "region", "aria-label": "Methods and datasets" },
    h(
      "table",
      { class: "heat" },
      h("caption", {}, "Papers and results behind each; a click shows the source rows"),
      h("thead", {}, h("tr", {}, h("td", {}), ...head)),
      h("tbody", {}, ...matrix.rows.map(line)),
    ),
  );
}

function cell(row: Id, column: Id, found: Cell | undefined, uses: Uses): HTMLElement | string {
  if (!found) return "";
  const words = `${counted(found.papers, "paper")}, ${counted(found.results, "result")}`;
  const sum = found.results > 0 ? `${found.papers}+${found.results}` : String(found.papers);
  return h(
    "button",
    {
      type: "button",
      class: `heat-${heat(found)}`,
      title: words,
      "aria-label": `${sum}: ${words}`,
      "aria-pressed": String(uses.isOpen(row, column)),
      on: { click: () => uses.open(row, column) },
    },
    sum,
  );
}

const SIZE = 26;
const LEFT = 190;
const TOP = 150;
const SHADES = ["#dbeafe", "#a9cdf4", "#6ba6e4", "#2f7cc9", "#0b4f94"];

/** Returns the matrix as a drawing, for files. */
export function drawing(matrix: Matrix): SVGSVGElement {
  const [width, height] = [LEFT + matrix.columns.length * SIZE + 60, TOP + matrix.rows.length * SIZE + 20];
  const names = matrix.columns.map((column, n) =>
    svg(
      "text",
      { x: 0, y: 0, transform: `translate(${LEFT + (n + 0.6) * SIZE} ${TOP - 8}) rotate(-60)` },
      column.name.slice(0, 26),
    ),
  );
  const rows = matrix.rows.flatMap((row, m) => [
    svg("text", { x: LEFT - 8, y: TOP + (m + 0.65) * SIZE, "text-anchor": "end" }, row.name.slice(0, 26)),
    ...matrix.columns.flatMap((column, n) => {
      const found = row.cells.get(column.id);
      return found
        ? [
            svg("rect", {
              x: LEFT + n * SIZE,
              y: TOP + m * SIZE,
              width: SIZE - 2,
              height: SIZE - 2,
              fill: SHADES[heat(found) - 1] ?? "",
            }),
          ]
        : [];
    }),
  ]);
  return svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      "font-family": "system-ui, sans-serif",
      "font-size": 11,
    },
    svg("title", {}, "Methods and the datasets that they share"),
    svg("rect", { width, height, fill: "#ffffff" }),
    ...names,
    ...rows,
  );
}
