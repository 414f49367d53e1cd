// What the picture shows, computed from what was asked: nodes and edges of all steps, less what is hidden.
import type { Kind, ShownFragment } from "../api/generated";
import type { GraphPlace, Id } from "../state/place";

export type Node = Omit<ShownFragment["nodes"][number], "distance">;
export type Edge = ShownFragment["edges"][number];

/** What one step brought: its nodes in the order of their strength, and how many there would have been. */
export interface Brought {
  readonly nodes: readonly Node[];
  readonly nodeCount: number;
  readonly unknown: readonly Id[];
  /** For paths: whether the search was not cut off. */
  readonly isComplete: boolean;
}

/** Everything that was asked for a picture, in the order of its steps. */
export interface Asked {
  readonly steps: readonly Brought[];
  readonly edges: readonly Edge[];
}

export interface Link {
  readonly key: string;
  readonly source: Id;
  readonly target: Id;
  /** All that joins the two ends, the best supported first. */
  readonly edges: readonly Edge[];
  readonly support: number;
}

export interface Picture {
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
  /** Of each step, the nodes that it was the first to bring. */
  readonly news: readonly (readonly Id[])[];
}

/** Returns the picture of everything asked: each node once, one link between two nodes. */
export function pictureOf(asked: Asked): Picture {
  const nodes = new Map<Id, Node>();
  const news = asked.steps.map((step) => {
    const fresh = step.nodes.filter((node) => !nodes.has(node.id));
    for (const node of fresh) nodes.set(node.id, node);
    return fresh.map((node) => node.id);
  });
  return { nodes: [...nodes.values()], links: linksOf(asked.edges, nodes), news };
}

function linksOf(edges: readonly Edge[], nodes: ReadonlyMap<Id, Node>): Link[] {
  const grouped = new Map<string, Edge[]>();
  for (const edge of edges) {
    if (edge.source === edge.target || !nodes.has(edge.source) || !nodes.has(edge.target)) continue;
    const key = linkKey(edge.source, edge.target);
    grouped.set(key, [...(grouped.get(key) ?? []), edge]);
  }
  return [...grouped].map(([key, found]) => {
    const sorted = found.toSorted((a, b) => b.support - a.support);
    const [first] = sorted as [Edge];
    return {
      key,
      source: first.source,
      target: first.target,
      edges: sorted,
      support: sorted.reduce((sum, edge) => sum + edge.support, 0),
    };
  });
}

/** Returns the key of what joins two nodes, whichever is named first. */
export function linkKey(a: Id, b: Id): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** Returns which nodes of a picture are visible at a place. */
export function visible(picture: Picture, place: GraphPlace): Set<Id> {
  const hidden = new Set(place.hidden);
  const without = new Set<Kind>(place.without);
  const until = place.until;
  const fits = (node: Node) =>
    !hidden.has(node.id) && !without.has(node.kind) && (until === null || node.year === null || node.year <= until);
  return new Set(picture.nodes.filter(fits).map((node) => node.id));
}

/** Returns the first and the last year of a picture's nodes; null when none has one. */
export function yearsOf(picture: Picture): readonly [number, number] | null {
  const years = picture.nodes.flatMap((node) => (node.year === null ? [] : [node.year]));
  return years.length === 0 ? null : [Math.min(...years), Math.max(...years)];
}
