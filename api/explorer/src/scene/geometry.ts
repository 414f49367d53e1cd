// How large things are drawn, and where.
import type { Id } from "../state/place";
import type { Point } from "./layout";
import type { Node } from "./model";

/** Returns how large a node is drawn, in pixels, beside the one that is joined with most. */
export function sizeOf(node: Node, largest: number): number {
  return 4 + 12 * Math.sqrt(node.degree / largest);
}

/** Returns how thick a link of some support is drawn, in pixels. */
export function thickness(support: number): number {
  return Math.min(6, 1 + Math.log2(Math.max(support, 1)) * 0.8);
}

export function shortened(name: string): string {
  return name.length > 42 ? `${name.slice(0, 40).trimEnd()}…` : name;
}

/** Returns how far a point is from the line between two others. */
export function distanceTo(point: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : ((point.x - from.x) * dx + (point.y - from.y) * dy) / length;
  const at = Math.min(Math.max(along, 0), 1);
  return Math.hypot(point.x - from.x - at * dx, point.y - from.y - at * dy);
}

/** Returns the extent of points, never of no size. */
export function frameOf(points: ReadonlyMap<Id, Point>): { x: [number, number]; y: [number, number] } {
  const extent = (of: (point: Point) => number): [number, number] => {
    const values = [...points.values()].map(of);
    const low = Math.min(...values, 0);
    const high = Math.max(...values, 0);
    return high - low < 1 ? [low - 50, high + 50] : [low, high];
  };
  return { x: extent((point) => point.x), y: extent((point) => point.y) };
}
