// The shapes of kinds for the graphics card, as signed distances; the same outlines as `ui/kinds.ts` draws.
import { sdfCircle, sdfDiamond, sdfRectangle, sdfSquare, sdfTriangle } from "sigma/rendering";

const HEXAGON = {
  name: "hexagon",
  uniforms: [],
  inradiusFactor: 0.87,
  // The distance from a regular hexagon: the largest of the distances from its three pairs of sides.
  glsl: `float sdf_hexagon(vec2 uv, float size) {
  vec2 p = abs(uv);
  return max(p.y, p.x * 0.866025 + p.y * 0.5) - size * 0.87;
}`,
};

const RING = {
  name: "ring",
  uniforms: [],
  inradiusFactor: 1,
  glsl: `float sdf_ring(vec2 uv, float size) {
  return abs(length(uv) - size * 0.7) - size * 0.25;
}`,
};

export const SHAPES = [
  sdfCircle(),
  sdfSquare({ cornerRadius: 0.15 }),
  sdfDiamond(),
  sdfTriangle(),
  sdfRectangle({ aspectRatio: 1.6 }),
  HEXAGON,
  RING,
];
