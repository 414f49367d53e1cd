import { describe, expect, it } from "vitest";
import { type Drawing, layOut } from "../src/scene/layout";

const DRAWING: Drawing = {
  news: [
    ["a", "b", "c", "d"],
    ["e", "f"],
  ],
  links: [
    { source: "a", target: "b", support: 1 },
    { source: "b", target: "c", support: 4 },
    { source: "c", target: "e", support: 1 },
    { source: "e", target: "f", support: 1 },
  ],
};

const distance = (one: { x: number; y: number }, other: { x: number; y: number }) =>
  Math.hypot(one.x - other.x, one.y - other.y);

describe("a layout", () => {
  it("is the same whenever it is made", () => {
    expect([...layOut(DRAWING)]).toEqual([...layOut(DRAWING)]);
  });

  it("is the same whether its steps are laid out at once or one after the other", () => {
    const first = layOut({ ...DRAWING, news: DRAWING.news.slice(0, 1) });
    expect([...layOut(DRAWING, first, 1)]).toEqual([...layOut(DRAWING)]);
  });

  it("gives every node a point of its own", () => {
    const points = [...layOut(DRAWING).values()];
    expect(points).toHaveLength(6);
    for (const [n, point] of points.entries()) {
      expect(Number.isFinite(point.x + point.y)).toBe(true);
      for (const other of points.slice(n + 1)) expect(distance(point, other)).toBeGreaterThan(0.1);
    }
  });

  it("places one node alone", () => {
    expect(layOut({ news: [["a"]], links: [] }).size).toBe(1);
  });
});
