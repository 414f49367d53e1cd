import { describe, expect, it } from "vitest";
import { csv } from "../src/downloads";
import { distanceTo, frameOf, sizeOf, thickness } from "../src/scene/geometry";
import { coverageText } from "../src/ui/coverage";
import { type Column, sorted } from "../src/ui/table";
import { linesOf, type Result } from "../src/views/compare-data";
import { configurationsOf, parted, type Tested, withoutResult } from "../src/views/dataset-data";
import { dotsOf, type Entry, groupsOf, reporterOf, timeOf } from "../src/views/leaderboard-data";
import { heat, matrixOf } from "../src/views/shared-data";

const plain = {
  split: null,
  setting: null,
  protocol: null,
  unit: "percent",
  uncertainty: null,
  higherIsBetter: true,
  configuration: [],
};

describe("comparisons", () => {
  const result = (
    method: string,
    metric: string,
    value: number,
    rank: number | null,
    split: string | null = null,
  ): Result => ({
    rank,
    isComparable: rank !== null,
    method: { id: method, name: method },
    paper: null,
    result: {
      ...plain,
      id: `${method}${value}`,
      methodAsWritten: method,
      metric,
      split,
      value,
      valueText: String(value),
    },
  });
  const lines = linesOf([
    result("foo", "Accuracy", 80, null, "dev"),
    result("foo", "Accuracy", 92, 1),
    result("bar", "Accuracy", 91, 2),
    result("foo", "Accuracy", 90, 3),
  ]);

  it("have a line for each way of measuring, the comparable first", () => {
    expect(lines.map((line) => [line.metric, line.how, line.isComparable])).toEqual([
      ["Accuracy", "percent", true],
      ["Accuracy", "dev, percent", false],
    ]);
  });

  it("show the best of each method, and count the rest", () => {
    const [line] = lines;
    expect([...(line?.best ?? [])].map(([id, found]) => [id, found.result.value])).toEqual([
      ["foo", 92],
      ["bar", 91],
    ]);
    expect([...(line?.count ?? [])]).toEqual([
      ["foo", 2],
      ["bar", 1],
    ]);
  });
});

describe("leaderboards", () => {
  const entry = (
    name: string,
    value: number | null,
    date: string | null,
    wasBest: boolean | null,
    split: string | null = null,
  ): Entry => ({
    rank: 1,
    date,
    wasBest,
    method: null,
    paper: null,
    node: {
      ...plain,
      id: name,
      methodAsWritten: name,
      metric: "F1",
      split,
      value,
      valueText: value === null ? null : String(value),
      reportedBy: { nodes: [] },
    },
  });
  const entries = [
    entry("a", 1, "2019", true),
    entry("b", 2, "2020-07", true),
    entry("c", 1.5, "2021-01-01", false),
    entry("d", 3, null, null),
    entry("e", 4, "2020", true, "dev"),
  ];

  it("group what can be compared, the largest group first", () => {
    expect(groupsOf(entries).map((group) => [group.metric, group.how, group.entries.length])).toEqual([
      ["F1", "percent", 4],
      ["F1", "dev, percent", 1],
    ]);
  });

  it("tell who reports a figure: a paper, else a repository, else nobody", () => {
    const [first] = entries as [Entry, ...Entry[]];
    const byRepository = {
      ...first,
      node: { ...first.node, reportedBy: { nodes: [{ id: "repository:x", name: "own/x" }] } },
    };
    const byPaper = { ...byRepository, paper: { id: "paper:p", title: "P", year: null } };
    expect(reporterOf(first)).toBeNull();
    expect(reporterOf(byRepository)).toEqual({ kind: "REPOSITORY", id: "repository:x", name: "own/x" });
    expect(reporterOf(byPaper)).toEqual({ kind: "PAPER", id: "paper:p", name: "P" });
  });

  it("place dated figures in time", () => {
    expect(dotsOf(entries.slice(0, 4)).map((dot) => [dot.at, dot.value, dot.label, dot.isFront])).toEqual([
      [2019, 1, "a: 1, 2019", true],
      [2020.5, 2, "b: 2, 2020-07", true],
      [2021, 1.5, "c: 1.5, 2021-01-01", false],
    ]);
    expect(timeOf("2019-01-02") - timeOf("2019-01-01")).toBeCloseTo(1 / 365);
  });
});

describe("shared datasets", () => {
  const shared = (id: string, theirs: number, ours: number) => ({
    methodCount: 3,
    node: { id, name: id },
    ours: { paperCount: ours, resultCount: 0, via: [] },
    theirs: { paperCount: theirs, resultCount: 1, via: [] },
  });
  const matrix = matrixOf({
    id: "foo",
    name: "Foo",
    testedOn: { totalCount: 1, edges: [{ paperCount: 9, resultCount: 9, node: { id: "own", name: "own" } }] },
    sharesDatasetsWith: {
      totalCount: 2,
      coverage: { sources: [], newestYear: null, unresolvedEntries: 0 },
      edges: [
        {
          sharedCount: 2,
          score: 1.5,
          node: { id: "bar", name: "Bar" },
          sharedDatasets: { edges: [shared("y", 1, 2), shared("x", 2, 1)] },
        },
        {
          sharedCount: 1,
          score: 0.5,
          node: { id: "baz", name: "Baz" },
          sharedDatasets: { edges: [shared("y", 4, 2)] },
        },
      ],
    },
  });

  it("are a matrix whose first row is the method's own", () => {
    expect(matrix.rows.map((row) => row.name)).toEqual(["Foo", "Bar", "Baz"]);
    expect(matrix.columns.map((column) => [column.id, column.shared])).toEqual([
      ["y", 2],
      ["x", 1],
    ]);
    expect(matrix.rows.map((row) => [row.cells.get("y"), row.cells.get("x")])).toEqual([
      [
        { papers: 2, results: 0 },
        { papers: 1, results: 0 },
      ],
      [
        { papers: 1, results: 1 },
        { papers: 2, results: 1 },
      ],
      [{ papers: 4, results: 1 }, undefined],
    ]);
  });

  it("are the warmer the more is behind them", () => {
    expect([1, 2, 3, 4, 8, 100].map((papers) => heat({ papers, results: 0 }))).toEqual([1, 2, 2, 3, 4, 5]);
  });
});

describe("what was tried", () => {
  it("is rare or usual", () => {
    const tested = (datasetCount: number) => ({ datasetCount }) as Tested;
    const { rare, usual } = parted([tested(1), tested(20), tested(21)]);
    expect([rare, usual].map((edges) => edges.map((edge) => edge.datasetCount))).toEqual([[1, 20], [21]]);
  });

  it("leaves papers without a result", () => {
    const paper = (id: string, totalCount: number) => ({
      roles: [],
      node: { id, title: id, year: null, reports: { totalCount } },
    });
    expect(withoutResult([paper("a", 0), paper("b", 2)]).map((edge) => edge.node.id)).toEqual(["a"]);
  });

  it("tells what it rests on", () => {
    expect(coverageText({ sources: [], newestYear: null, unresolvedEntries: 0 })).toBe("no record in this graph");
    expect(coverageText({ sources: ["acl", "sota"], newestYear: 2017, unresolvedEntries: 1 })).toBe(
      "from 2 sources (acl, sota), newest 2017; 1 entry on these datasets names no known method",
    );
  });
});

describe("tables", () => {
  interface Row {
    readonly name: string;
    readonly value: number | null;
  }
  const columns: Column<Row>[] = [
    { key: "name", name: "name", cell: (row) => row.name, sortBy: (row) => row.name },
    { key: "value", name: "value", cell: (row) => row.value, sortBy: (row) => row.value },
  ];
  const rows = [
    { name: "b", value: 10 },
    { name: "a", value: null },
    { name: "c", value: 9 },
  ];
  const names = (by: string) => sorted(rows, columns, by).map((row) => row.name);

  it("sort by numbers and texts, what is unknown last both ways", () => {
    expect(["", "name", "-name", "value", "-value", "nothing"].map(names)).toEqual([
      ["b", "a", "c"],
      ["a", "b", "c"],
      ["c", "b", "a"],
      ["c", "b", "a"],
      ["b", "c", "a"],
      ["b", "a", "c"],
    ]);
  });

  it("are written as RFC 4180 says", () => {
    expect(
      csv([
        ["a,b", 'say "x"', null, 1.5],
        ["line\nbreak", "plain"],
      ]),
    ).toBe('"a,b","say ""x""",,1.5\r\n"line\nbreak",plain\r\n');
  });
});

describe("pictures", () => {
  it("know how far a click is from a line", () => {
    expect(distanceTo({ x: 5, y: 3 }, { x: 0, y: 0 }, { x: 10, y: 0 })).toBe(3);
    expect(distanceTo({ x: 14, y: 3 }, { x: 0, y: 0 }, { x: 10, y: 0 })).toBe(5);
    expect(distanceTo({ x: 3, y: 4 }, { x: 0, y: 0 }, { x: 0, y: 0 })).toBe(5);
  });

  it("draw what is joined with more larger, and lines with more behind them thicker", () => {
    const node = (degree: number) => ({ id: "a", name: "a", kind: "PAPER" as const, year: null, degree });
    expect([0, 25, 100].map((degree) => sizeOf(node(degree), 100))).toEqual([4, 10, 16]);
    expect([1, 2, 1000].map(thickness)).toEqual([1, 1.8, 6]);
  });

  it("have a frame of some size, whatever stands in it", () => {
    expect(frameOf(new Map())).toEqual({ x: [-50, 50], y: [-50, 50] });
    expect(
      frameOf(
        new Map([
          ["a", { x: -3, y: 1 }],
          ["b", { x: 7, y: 1 }],
        ]),
      ),
    ).toEqual({ x: [-3, 7], y: [0, 1] });
  });
});

describe("configurations", () => {
  const result = (id: string, on: string) => ({
    id,
    methodAsWritten: id,
    configuration: [],
    metric: null,
    split: null,
    valueText: "1",
    on: { nodes: [{ id: on }] },
  });
  const method = {
    id: "base",
    name: "Base",
    results: { totalCount: 2, nodes: [result("own", "part"), result("elsewhere", "other")] },
    variants: {
      edges: [
        { differs: ["size: 1"], node: { id: "small", name: "Small", results: { nodes: [result("small", "suite")] } } },
      ],
    },
  };

  it("are the results of a method and its variants on a suite and its parts", () => {
    const found = configurationsOf(method, new Set(["suite", "part"]));
    expect(found.map(({ variant, result: { id } }) => [variant?.node.name ?? null, id])).toEqual([
      [null, "own"],
      ["Small", "small"],
    ]);
  });
});
