// The picture as SVG, for files: what is visible, as the scene shows it, with a legend.
import { svg } from "../ui/dom";
import { glyph, LOOK } from "../ui/kinds";
import { KIND } from "../words";
import { shortened, thickness } from "./geometry";
import { apart, boxOf, type Label, type Placed } from "./labels";
import type { Point } from "./layout";
import type { Node, Picture } from "./model";

const WIDTH = 1600;
const HEIGHT = 1000;
const MARGIN = 60;
const CHARACTER = 6.6;

export interface Drawn {
  readonly picture: Picture;
  readonly visible: ReadonlySet<string>;
  readonly points: ReadonlyMap<string, Point>;
  sizeOf(id: string): number;
}

/** Returns the drawing of what is visible, 1600 × 1000. */
export function drawingOf(drawn: Drawn): SVGSVGElement {
  const nodes = drawn.picture.nodes.filter((node) => drawn.visible.has(node.id));
  const at = placing(nodes.flatMap((node) => drawn.points.get(node.id) ?? []));
  const place = (id: string) => at(drawn.points.get(id) ?? { x: 0, y: 0 });
  const links = drawn.picture.links.filter((link) => drawn.visible.has(link.source) && drawn.visible.has(link.target));
  const lines = links.map((link) => {
    const [a, b] = [place(link.source), place(link.target)];
    return svg("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, "stroke-width": thickness(link.support) });
  });
  const bySize = nodes.toSorted((a, b) => drawn.sizeOf(b.id) - drawn.sizeOf(a.id));
  const labels = bySize.map((node): Label => {
    const text = shortened(node.name);
    return { id: node.id, text, ...place(node.id), radius: drawn.sizeOf(node.id), width: text.length * CHARACTER };
  });
  const named = apart(labels, { left: 0, top: 0, right: WIDTH, bottom: HEIGHT }, nodes.length, WIDTH);
  return svg(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: WIDTH,
      height: HEIGHT,
      "font-family": "system-ui, sans-serif",
      "font-size": 12,
    },
    svg("title", {}, "Graph of citegraph"),
    svg("rect", { width: WIDTH, height: HEIGHT, fill: "#ffffff" }),
    svg("g", { stroke: "#b3bbc4", "stroke-opacity": 0.7 }, ...lines),
    ...nodes.map((node) => glyph(node.kind, place(node.id).x, place(node.id).y, drawn.sizeOf(node.id))),
    svg("g", { fill: "#1a1d21", stroke: "#ffffff", "stroke-width": 3, "paint-order": "stroke" }, ...named.map(name)),
    legend(nodes),
  );
}

function name(label: Placed): SVGElement {
  const { left, right } = boxOf(label);
  const from = label.side === "right" ? { x: left } : { x: right, "text-anchor": "end" };
  return svg("text", { ...from, y: label.y, "dominant-baseline": "central" }, label.text);
}

function legend(nodes: readonly Node[]): SVGElement {
  const kinds = Object.keys(LOOK) as (keyof typeof LOOK)[];
  const present = kinds.filter((kind) => nodes.some((node) => node.kind === kind));
  const row = (kind: keyof typeof LOOK, n: number) => [
    glyph(kind, 24, 24 + 20 * n, 6),
    svg("text", { x: 38, y: 24 + 20 * n, "dominant-baseline": "central", fill: "#1a1d21" }, KIND[kind].many),
  ];
  return svg("g", {}, ...present.flatMap(row));
}

/** Returns what maps points of a layout into the drawing, keeping their proportions; y rises upward in a layout. */
function placing(points: readonly Point[]): (point: Point) => Point {
  const xs = points.map((point) => point.x);
  const ys = points.map((point) => point.y);
  const [left, right] = [Math.min(...xs, 0), Math.max(...xs, 1)];
  const [low, high] = [Math.min(...ys, 0), Math.max(...ys, 1)];
  const scale = Math.min((WIDTH - 2 * MARGIN) / (right - left), (HEIGHT - 2 * MARGIN) / (high - low));
  const rounded = (value: number) => Math.round(value * 10) / 10;
  return ({ x, y }) => ({
    x: rounded(WIDTH / 2 + (x - (left + right) / 2) * scale),
    y: rounded(HEIGHT / 2 - (y - (low + high) / 2) * scale),
  });
}
