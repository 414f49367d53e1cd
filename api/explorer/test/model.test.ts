import { describe, expect, it } from "vitest";
import { type Asked, type Brought, type Node, pictureOf, visible, yearsOf } from "../src/scene/model";
import { EMPTY, type GraphPlace } from "../src/state/place";

const node = (id: string, kind: Node["kind"], year: number | null = null): Node => ({
  id,
  name: id,
  kind,
  year,
  degree: 1,
});
const brought = (...nodes: Node[]): Brought => ({ nodes, nodeCount: nodes.length, unknown: [], isComplete: true });

const [BERT, ELMO, SQUAD, PAPER] = [
  node("bert", "METHOD", 2018),
  node("elmo", "METHOD", 2017),
  node("squad", "DATASET"),
  node("paper", "PAPER", 2019),
];
const ASKED: Asked = {
  steps: [brought(BERT, SQUAD), brought(SQUAD, ELMO, PAPER)],
  edges: [
    { source: "bert", target: "squad", relation: "TESTED_ON", support: 3 },
    { source: "elmo", target: "squad", relation: "TESTED_ON", support: 1 },
    { source: "squad", target: "bert", relation: "PART_OF", support: 5 },
    { source: "paper", target: "gone", relation: "CITES", support: 1 },
    { source: "paper", target: "paper", relation: "CITES", support: 1 },
  ],
};

describe("a picture", () => {
  const picture = pictureOf(ASKED);

  it("holds each node once, by the step that brought it first", () => {
    expect(picture.nodes.map((item) => item.id)).toEqual(["bert", "squad", "elmo", "paper"]);
    expect(picture.news).toEqual([
      ["bert", "squad"],
      ["elmo", "paper"],
    ]);
  });

  it("joins two nodes by one link, the best supported edge first", () => {
    expect(picture.links.map(({ key, support }) => [key, support])).toEqual([
      ["bert squad", 8],
      ["elmo squad", 1],
    ]);
    expect(picture.links[0]?.edges.map((edge) => edge.relation)).toEqual(["PART_OF", "TESTED_ON"]);
  });

  it("knows the years it spans", () => {
    expect(yearsOf(picture)).toEqual([2017, 2019]);
    expect(yearsOf(pictureOf({ steps: [brought(SQUAD)], edges: [] }))).toBeNull();
  });

  const shown = (change: Partial<GraphPlace>) => [...visible(picture, { ...EMPTY.graph, ...change })];

  it("shows what is neither hidden, left out nor later", () => {
    expect(shown({})).toEqual(["bert", "squad", "elmo", "paper"]);
    expect(shown({ hidden: ["squad"] })).toEqual(["bert", "elmo", "paper"]);
    expect(shown({ without: ["METHOD"] })).toEqual(["squad", "paper"]);
    expect(shown({ until: 2017 })).toEqual(["squad", "elmo"]);
  });
});
