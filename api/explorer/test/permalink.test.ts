import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fragmentOf, placeOf } from "../src/state/permalink";
import { around, EMPTY, type GraphPlace, KINDS, type Place, type Step, VIAS, WEIGHTS } from "../src/state/place";

const id = fc
  .string({ minLength: 1, maxLength: 30, unit: "grapheme" })
  .filter((text) => !/\s/.test(text)) as fc.Arbitrary<string>;
const ids = fc.array(id, { maxLength: 5 });
const among = <T>(values: readonly T[]) => fc.subarray([...values]);
const real = fc.double({ noNaN: true, noDefaultInfinity: true });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    by: fc.constant("around" as const),
    ids: fc.array(id, { minLength: 1, maxLength: 3 }),
    depth: fc.integer({ min: 0, max: 3 }),
    limit: fc.integer({ min: 1, max: 2000 }),
  }),
  fc.record({ by: fc.constant("paths" as const), from: id, to: id, maxLength: fc.integer({ min: 1, max: 6 }) }),
);
const graph: fc.Arbitrary<GraphPlace> = fc.record({
  view: fc.constant("graph" as const),
  steps: fc.array(step, { maxLength: 4 }),
  hidden: ids,
  pinned: fc.array(fc.record({ id, x: real, y: real }), { maxLength: 3 }),
  selected: ids,
  edge: ids,
  without: among(KINDS),
  until: fc.option(fc.integer({ min: 1000, max: 9999 })),
  camera: fc.option(fc.record({ x: real, y: real, ratio: fc.double({ min: 1e-6, max: 1e6, noNaN: true }) })),
  as: fc.constantFrom("picture" as const, "table" as const),
});
const place: fc.Arbitrary<Place> = fc.oneof(
  graph,
  fc.constant(EMPTY.home),
  fc.record({ view: fc.constant("loads" as const), first: fc.integer({ min: 1, max: 9999 }) }),
  fc.record({
    view: fc.constant("shared" as const),
    of: id,
    weight: fc.constantFrom(...WEIGHTS),
    via: among(VIAS),
    sameTask: fc.boolean(),
    first: fc.integer({ min: 1, max: 9999 }),
    cell: ids,
  }),
  fc.record({
    view: fc.constant("dataset" as const),
    of: id,
    via: among(VIAS),
    unfolded: ids,
    usual: fc.boolean(),
    first: fc.integer({ min: 1, max: 9999 }),
  }),
  fc.record({ view: fc.constant("compare" as const), methods: ids, via: among(VIAS) }),
  fc.record({
    view: fc.constant("leaderboard" as const),
    of: id,
    group: fc.string({ unit: "grapheme" }),
    sort: fc.string({ unit: "grapheme" }),
  }),
);

/** JSON knows no negative zero, and neither do addresses. */
const plain = (value: Place): unknown => JSON.parse(JSON.stringify(value));

describe("permalinks", () => {
  it("restore a place equal to the one they were made of", () => {
    fc.assert(
      fc.property(place, (given) => {
        expect(plain(placeOf(fragmentOf(given)))).toEqual(plain(given));
      }),
    );
  });

  it("are the same for equal places", () => {
    fc.assert(fc.property(place, (given) => fragmentOf(placeOf(fragmentOf(given))) === fragmentOf(given)));
  });

  it("give a place for any text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => placeOf(text).view in EMPTY));
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.keys(EMPTY)),
        fc.array(fc.tuple(fc.constantFrom("step", "pin", "cam", "until", "via", "first", "no"), fc.string())),
        (view, pairs) => {
          const found = placeOf([view, ...pairs.map(([key, text]) => `${key}=${text}`)].join("&"));
          expect(placeOf(fragmentOf(found))).toEqual(found);
        },
      ),
    );
  });

  it("are readable", () => {
    expect(fragmentOf(around("paper:doi:10.18653/v1/N19-1423"))).toBe(
      "graph&step=around%201%20100%20paper:doi:10.18653/v1/N19-1423&sel=paper:doi:10.18653/v1/N19-1423",
    );
    expect(
      fragmentOf({ ...EMPTY.shared, of: "method:fcn", weight: "COUNT", via: ["REPORTED", "USED"], sameTask: false }),
    ).toBe("shared&of=method:fcn&weight=count&via=reported,used&task=false");
    expect(fragmentOf(EMPTY.home)).toBe("home");
  });

  it("leave out what makes no sense", () => {
    expect(placeOf("#nowhere&of=x")).toEqual(EMPTY.home);
    expect(
      placeOf("graph&step=around%209%20100%20a&step=paths%204%20a&until=soon&cam=1,2,0&no=paper,dragon&pin=1,x,a"),
    ).toEqual({
      ...EMPTY.graph,
      without: ["PAPER"],
    });
    expect(placeOf("shared&of=%E0%A4%A&first=0")).toEqual(EMPTY.shared);
  });
});
