import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { apart, boxOf, type Label, overlap } from "../src/scene/labels";

const FRAME = { left: 0, top: 0, right: 400, bottom: 300 };
const label = (id: string, x: number, y: number, width = 40): Label => ({ id, text: id, x, y, radius: 5, width });
const labels = fc.array(
  fc.record({
    id: fc.uuid(),
    x: fc.integer({ min: -50, max: 450 }),
    y: fc.integer({ min: -50, max: 350 }),
    width: fc.integer({ min: 5, max: 300 }),
  }),
  { maxLength: 60 },
);

describe("labels", () => {
  it("never cover one another, whatever they are", () => {
    fc.assert(
      fc.property(labels, (given) => {
        const taken = apart(
          given.map(({ id, x, y, width }) => label(id, x, y, width)),
          FRAME,
          100,
          FRAME.right,
        ).map(boxOf);
        return taken.every((box, n) => taken.slice(n + 1).every((other) => !overlap(box, other)));
      }),
    );
  });

  it("are taken in their order, where there is room", () => {
    const given = [label("first", 10, 10), label("covered", 12, 12), label("free", 10, 60), label("outside", 500, 10)];
    expect(apart(given, FRAME, 10, 400).map((item) => item.id)).toEqual(["first", "free"]);
    expect(apart(given, FRAME, 1, 400).map((item) => item.id)).toEqual(["first"]);
  });

  it("stand on the left where the edge would cut them, unless the other edge would", () => {
    const given = [
      label("right", 10, 10),
      label("left", 380, 10),
      label("wide", 380, 60, 390),
      label("beyond", 420, 100),
    ];
    const taken = apart(given, { ...FRAME, right: 600 }, 10, 400);
    expect(taken.map((item) => [item.id, item.side])).toEqual([
      ["right", "right"],
      ["left", "left"],
      ["wide", "right"],
      ["beyond", "right"],
    ]);
    expect(taken.slice(0, 2).map((item) => [boxOf(item).left, boxOf(item).right])).toEqual([
      [19, 59],
      [331, 371],
    ]);
  });
});
