// Where nodes stand. A layout follows from the steps of a place alone: the same steps give the same picture, wherever it is opened.
import Graph from "graphology";
import forceAtlas2 from "graphology-layout-forceatlas2";
import type { Id } from "../state/place";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Pair {
  readonly source: Id;
  readonly target: Id;
  readonly support: number;
}

/** The nodes that each step brought, and all that joins them. */
export interface Drawing {
  readonly news: readonly (readonly Id[])[];
  readonly links: readonly Pair[];
}

const ITERATIONS = 260;
const FEW = 40;

/** Lays out a drawing step by step: what stood before moves a little, what is new begins beside what it is joined with. */
export function layOut(drawing: Drawing, known: ReadonlyMap<Id, Point> = new Map(), from = 0): Map<Id, Point> {
  let placed: Map<Id, Point> = new Map(known);
  for (const [n, fresh] of drawing.news.entries()) {
    if (n < from || (fresh.length === 0 && n > 0)) continue;
    placed = step(placed, fresh, drawing.links);
  }
  return placed;
}

function step(before: ReadonlyMap<Id, Point>, fresh: readonly Id[], links: readonly Pair[]): Map<Id, Point> {
  const graph = new Graph({ type: "undirected" });
  for (const [id, point] of before) graph.addNode(id, { ...point });
  for (const id of fresh) graph.addNode(id, { x: 0, y: 0 });
  for (const { source, target, support } of links) {
    if (graph.hasNode(source) && graph.hasNode(target) && source !== target) {
      graph.mergeEdge(source, target, { weight: 1 + Math.log2(support) });
    }
  }
  for (const id of fresh) graph.mergeNodeAttributes(id, start(graph, id, before));
  forceAtlas2.assign(graph, {
    iterations: before.size > 0 ? ITERATIONS / 2 : ITERATIONS,
    getEdgeWeight: "weight",
    settings: {
      ...forceAtlas2.inferSettings(graph),
      barnesHutOptimize: graph.order > 1000,
      strongGravityMode: false,
      gravity: graph.order < FEW ? 1 : 0.3,
      scalingRatio: 12,
      slowDown: 2,
    },
  });
  return new Map(graph.mapNodes((id, { x, y }) => [id, { x: rounded(x), y: rounded(y) }]));
}

/** A place to begin at: beside the middle of what stands already and is joined with the node, else on a circle; told apart by the id. */
function start(graph: Graph, id: Id, before: ReadonlyMap<Id, Point>): Point {
  const angle = (hash(id) / 2 ** 32) * 2 * Math.PI;
  const near = graph.neighbors(id).flatMap((other) => before.get(other) ?? []);
  if (near.length === 0) return { x: 100 * Math.cos(angle), y: 100 * Math.sin(angle) };
  const middle = (of: (point: Point) => number) => near.reduce((sum, point) => sum + of(point), 0) / near.length;
  return { x: middle((point) => point.x) + 8 * Math.cos(angle), y: middle((point) => point.y) + 8 * Math.sin(angle) };
}

/** FNV-1a of a text. */
function hash(text: string): number {
  let found = 0x811c9dc5;
  for (let n = 0; n < text.length; n += 1) found = Math.imul(found ^ text.charCodeAt(n), 0x01000193);
  return found >>> 0;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
