// Methods that share datasets with one, as a matrix of methods and datasets.
import type { SharedQuery } from "../api/generated";
import type { Id } from "../state/place";

type Found = NonNullable<SharedQuery["method"]>;

export interface Cell {
  readonly papers: number;
  readonly results: number;
}

export interface Row {
  readonly id: Id;
  readonly name: string;
  readonly sharedCount: number;
  readonly score: number;
  readonly cells: ReadonlyMap<Id, Cell>;
}

export interface Column {
  readonly id: Id;
  readonly name: string;
  /** By how many of the methods it is shared. */
  readonly shared: number;
  /** How many methods were tested on it, as far as known: fewer say more. */
  readonly methods: number | null;
}

export interface Matrix {
  /** The chosen method first, then the others, the best first. */
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
}

/** Returns the matrix of a method and those that share datasets with it; columns by how many share them, then the rarest, then by name. */
export function matrixOf(method: Found): Matrix {
  const { edges } = method.sharesDatasetsWith;
  const own = new Map<Id, Cell>(method.testedOn.edges.map((edge) => [edge.node.id, cellOf(edge)]));
  const columns = new Map<Id, { name: string; shared: number; methods: number | null }>();
  const rows = edges.map((edge): Row => {
    const cells = new Map<Id, Cell>();
    for (const { node, methodCount, ours, theirs } of edge.sharedDatasets.edges) {
      cells.set(node.id, cellOf(theirs));
      // What rolls up to a suite counts for the suite: its proof is better than what is known of the method alone.
      own.set(node.id, cellOf(ours));
      const column = columns.get(node.id) ?? { name: node.name, shared: 0, methods: methodCount };
      columns.set(node.id, { ...column, shared: column.shared + 1 });
    }
    return { ...edge.node, sharedCount: edge.sharedCount, score: edge.score, cells };
  });
  const listed = [...columns].map(([id, column]): Column => ({ id, ...column }));
  const order = (a: Column, b: Column) =>
    b.shared - a.shared || (a.methods ?? 0) - (b.methods ?? 0) || (a.name < b.name ? -1 : 1);
  return {
    rows: [{ id: method.id, name: method.name, sharedCount: own.size, score: 0, cells: own }, ...rows],
    columns: listed.toSorted(order),
  };
}

function cellOf(found: { readonly paperCount: number; readonly resultCount: number }): Cell {
  return { papers: found.paperCount, results: found.resultCount };
}

/** Returns how warm a cell is, 1 to 5, by the papers and results behind it. */
export function heat({ papers, results }: Cell): number {
  return Math.min(5, 1 + Math.floor(Math.log2(papers + results)));
}
