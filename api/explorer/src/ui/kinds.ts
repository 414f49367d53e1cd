// How each kind looks: a colour (of Okabe and Ito's palette, told apart by every eye) and a shape, the same in picture, legend and lists.
import type { Kind } from "../api/generated";
import { KIND } from "../words";
import { h, svg } from "./dom";

export interface Look {
  readonly colour: string;
  readonly shape: "circle" | "square" | "diamond" | "triangle" | "hexagon" | "rectangle" | "ring";
}

export const LOOK: Readonly<Record<Kind, Look>> = {
  PAPER: { colour: "#0072b2", shape: "circle" },
  METHOD: { colour: "#e69f00", shape: "square" },
  DATASET: { colour: "#009e73", shape: "diamond" },
  REPOSITORY: { colour: "#7a7a7a", shape: "rectangle" },
  TASK: { colour: "#cc79a7", shape: "triangle" },
  AUTHOR: { colour: "#d55e00", shape: "hexagon" },
  RESULT: { colour: "#56b4e9", shape: "ring" },
};

/** The outline of a shape within a circle of radius 1, as points; none for what is round. */
export const OUTLINE: Readonly<Record<Look["shape"], readonly (readonly [number, number])[]>> = {
  circle: [],
  ring: [],
  square: [
    [-0.8, -0.8],
    [0.8, -0.8],
    [0.8, 0.8],
    [-0.8, 0.8],
  ],
  rectangle: [
    [-0.95, -0.6],
    [0.95, -0.6],
    [0.95, 0.6],
    [-0.95, 0.6],
  ],
  diamond: [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ],
  triangle: [
    [0, -1],
    [0.9, 0.7],
    [-0.9, 0.7],
  ],
  hexagon: [
    [-0.5, -0.87],
    [0.5, -0.87],
    [1, 0],
    [0.5, 0.87],
    [-0.5, 0.87],
    [-1, 0],
  ],
};

/** Returns the shape of a kind as an element of SVG, with its middle at a point. */
export function glyph(kind: Kind, x: number, y: number, radius: number): SVGElement {
  const { colour, shape } = LOOK[kind];
  const points = OUTLINE[shape];
  if (points.length === 0) {
    const hollow = shape === "ring";
    return svg("circle", {
      cx: x,
      cy: y,
      r: hollow ? radius * 0.75 : radius,
      fill: hollow ? "none" : colour,
      stroke: hollow ? colour : null,
      "stroke-width": hollow ? radius * 0.5 : null,
    });
  }
  return svg("polygon", {
    points: points.map(([a, b]) => `${round(x + a * radius)},${round(y + b * radius)}`).join(" "),
    fill: colour,
  });
}

/** Returns the sign of a kind that stands before a name in a list. */
export function sign(kind: Kind): HTMLElement {
  const picture = svg(
    "svg",
    { viewBox: "-1.1 -1.1 2.2 2.2", width: 12, height: 12, "aria-hidden": "true" },
    glyph(kind, 0, 0, 1),
  );
  return h("span", { class: "sign", title: KIND[kind].one }, picture);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
