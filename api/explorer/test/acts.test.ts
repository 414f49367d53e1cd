import { describe, expect, it } from "vitest";
import { around, EMPTY } from "../src/state/place";
import * as acts from "../src/views/graph-acts";

const START = around("method:bert");

describe("acts in a picture", () => {
  it("select one, two, and at most two", () => {
    const one = acts.select(START, "a", false);
    expect(one.selected).toEqual(["a"]);
    const two = acts.select(one, "b", true);
    expect(two.selected).toEqual(["a", "b"]);
    expect(acts.select(two, "c", true).selected).toEqual(["b", "c"]);
    expect(acts.select(two, "a", true).selected).toEqual(["b"]);
    expect(acts.select(two, null, false).selected).toEqual([]);
  });

  it("expand, expand further, and collapse", () => {
    const once = acts.expand(START, "dataset:squad");
    expect(once.steps[1]).toEqual({ by: "around", ids: ["dataset:squad"], depth: 1, limit: 40 });
    expect(acts.expand(once, "dataset:squad").steps[1]).toMatchObject({ limit: 80 });
    expect(acts.collapse(once, "dataset:squad").steps).toEqual(START.steps);
    expect(acts.collapse(START, "method:bert").steps).toEqual(START.steps);
  });

  it("never ask for more than may be asked", () => {
    let place = START;
    for (let n = 0; n < 10; n += 1) place = acts.more(place, 0);
    expect(place.steps[0]).toMatchObject({ limit: 2000 });
  });

  it("pin, move and unpin", () => {
    const pinned = acts.pin(START, "a", { x: 1, y: 2 });
    expect(pinned.pinned).toEqual([{ id: "a", x: 1, y: 2 }]);
    expect(acts.move(pinned, "a", { x: 3, y: 4 }).pinned).toEqual([{ id: "a", x: 3, y: 4 }]);
    expect(acts.pin(pinned, "a", { x: 5, y: 6 }).pinned).toEqual([]);
  });

  it("hide a node and let go of it", () => {
    const hidden = acts.hide(acts.select(START, "a", false), "a");
    expect([hidden.hidden, hidden.selected]).toEqual([["a"], []]);
  });

  it("find paths beside what is there", () => {
    expect(acts.findPaths(START, "a", "b").steps).toEqual([
      ...START.steps,
      { by: "paths", from: "a", to: "b", maxLength: 4 },
    ]);
  });

  it("open and close the proof of a link", () => {
    const open = acts.openLink(START, ["b", "a"]);
    expect(acts.openedLink(open)).toBe("a b");
    expect(acts.openedLink(acts.openLink(open, []))).toBeNull();
    expect(acts.openedLink(EMPTY.graph)).toBeNull();
  });
});
