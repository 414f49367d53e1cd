// Tables with a caption, scoped headers and, where wanted, columns to sort by.
import { type Child, h } from "./dom";

export interface Column<T> {
  readonly key: string;
  readonly name: string;
  readonly help?: string;
  readonly isNumber?: boolean;
  cell(row: T): Child;
  /** What rows are sorted by; columns without it cannot be sorted by. */
  sortBy?(row: T): string | number | null;
}

export interface Sorting {
  /** The key of a column, with `-` before it for falling; empty for the order of the rows. */
  readonly by: string;
  choose(by: string): void;
}

/** Returns rows sorted by a column; what is unknown comes last either way, equal ones keep their order. */
export function sorted<T>(rows: readonly T[], columns: readonly Column<T>[], by: string): T[] {
  const isFalling = by.startsWith("-");
  const column = columns.find((item) => item.key === by.replace(/^-/, ""));
  const of = column?.sortBy;
  if (!of) return [...rows];
  return rows.toSorted((a, b) => {
    const [x, y] = [of(a), of(b)];
    if (x === null || y === null) return Number(x === null) - Number(y === null);
    const order =
      typeof x === "number" && typeof y === "number"
        ? x - y
        : String(x) < String(y)
          ? -1
          : Number(String(x) > String(y));
    return isFalling ? -order : order;
  });
}

/** Returns a table in a frame that scrolls sideways when it must. The first column names its row; `below` gives what stands under one. */
export function table<T>(
  caption: string,
  columns: readonly Column<T>[],
  rows: readonly T[],
  sorting?: Sorting,
  below?: (row: T) => Child,
): HTMLElement {
  const shown = sorting ? sorted(rows, columns, sorting.by) : rows;
  const line = (row: T) => {
    const more = below?.(row);
    const cells = columns.map((column, n) => cell(column, row, n === 0));
    return [h("tr", {}, ...cells), more && h("tr", {}, h("td", { colspan: columns.length }, more))];
  };
  return h(
    "div",
    { class: "scrolls", tabindex: 0, role: "region", "aria-label": caption },
    h(
      "table",
      {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...columns.map((column) => header(column, sorting)))),
      h("tbody", {}, ...shown.map(line)),
    ),
  );
}

function cell<T>(column: Column<T>, row: T, isFirst: boolean): HTMLElement {
  const props = column.isNumber ? { class: "number" } : {};
  return isFirst ? h("th", { scope: "row", ...props }, column.cell(row)) : h("td", props, column.cell(row));
}

function header<T>(column: Column<T>, sorting: Sorting | undefined): HTMLElement {
  const props = { scope: "col", title: column.help, class: column.isNumber ? "number" : null };
  if (!sorting || !column.sortBy) return h("th", props, column.name);
  const isBy = sorting.by.replace(/^-/, "") === column.key;
  const isFalling = isBy && sorting.by.startsWith("-");
  const next = isBy && !isFalling ? `-${column.key}` : column.key;
  const sort = isBy ? (isFalling ? "descending" : "ascending") : "none";
  const arrow = isBy ? (isFalling ? " ↓" : " ↑") : "";
  return h(
    "th",
    { ...props, "aria-sort": sort },
    h("button", { type: "button", class: "plain", on: { click: () => sorting.choose(next) } }, column.name + arrow),
  );
}
