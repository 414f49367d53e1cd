// One graph, drawn by the explorer's scene or by sigma alone: ?draw=scene|bare&nodes=2000. `frames` of the window counts what was rendered.
import Graph from "graphology";
import Sigma from "sigma";
import { sizeOf, thickness } from "../src/scene/geometry";
import type { Node, Picture } from "../src/scene/model";
import { linkKey } from "../src/scene/model";
import { Scene } from "../src/scene/scene";
import { KINDS } from "../src/state/place";
import { LOOK } from "../src/ui/kinds";

declare global {
  interface Window {
    drawn: number;
  }
}

const asked = new URLSearchParams(location.search);
const size = Number(asked.get("nodes") ?? 2000);
const stage = document.getElementById("stage") as HTMLElement;
window.drawn = 0;

/** A sequence that is the same whenever it is made (Lehmer's generator). */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

function graphOf(count: number): { picture: Picture; points: Map<string, { x: number; y: number }> } {
  const next = sequence(count);
  const nodes: Node[] = [];
  const links: Picture["links"][number][] = [];
  const points = new Map<string, { x: number; y: number }>();
  for (let n = 0; n < count; n += 1) {
    const id = `node:${n}`;
    const kind = KINDS[Math.floor(next() * 6)] ?? "PAPER";
    nodes.push({
      id,
      name: `A node whose name is ${n}`,
      kind,
      year: 2000 + (n % 25),
      degree: 1 + Math.floor(1 / (0.002 + next())),
    });
    const angle = next() * 2 * Math.PI;
    points.set(id, { x: Math.sqrt(next()) * 1000 * Math.cos(angle), y: Math.sqrt(next()) * 1000 * Math.sin(angle) });
    for (const other of new Set([Math.floor(next() * n), Math.floor(next() * next() * n)])) {
      if (other === n || n === 0) continue;
      const target = `node:${other}`;
      const edge = { source: id, target, relation: "CITES" as const, support: 1 + Math.floor(next() * 5) };
      links.push({ key: linkKey(id, target), source: id, target, edges: [edge], support: edge.support });
    }
  }
  return { picture: { nodes, links, news: [nodes.map((node) => node.id)] }, points };
}

const { picture, points } = graphOf(size);
if (asked.get("draw") === "bare") {
  const graph = new Graph();
  const largest = Math.max(...picture.nodes.map((node) => node.degree));
  for (const node of picture.nodes) {
    graph.addNode(node.id, {
      ...points.get(node.id),
      size: sizeOf(node, largest),
      label: node.name,
      color: LOOK[node.kind].colour,
    });
  }
  for (const link of picture.links)
    graph.mergeEdgeWithKey(link.key, link.source, link.target, { size: thickness(link.support) });
  const sigma = new Sigma(graph, stage, { settings: { enableNodeDrag: true } });
  sigma.on("afterRender", () => {
    window.drawn += 1;
  });
} else {
  const nothing = () => {};
  const scene = new Scene(stage, {
    select: nothing,
    expand: nothing,
    openLink: nothing,
    moved: nothing,
    camera: nothing,
  });
  scene.look({ visible: new Set(points.keys()), selected: new Set(), link: null });
  await scene.draw(picture, points);
  scene.rendered(() => {
    window.drawn += 1;
  });
}
document.documentElement.dataset.state = "ready";
