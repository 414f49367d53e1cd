// The picture: sigma draws it, this says what, and tells what is done in it. It knows nodes and links, and nothing of places or the API.
import Graph from "graphology";
import Sigma from "sigma";
import { layerFill } from "sigma/rendering";
import { animateNodes } from "sigma/utils";
import type { Camera, Id } from "../state/place";
import { h } from "../ui/dom";
import { LOOK } from "../ui/kinds";
import { distanceTo, frameOf, shortened, sizeOf, thickness } from "./geometry";
import { apart, type Label, type Side } from "./labels";
import type { Point } from "./layout";
import type { Link, Node, Picture } from "./model";
import { SHAPES } from "./shapes";

export interface Look {
  readonly visible: ReadonlySet<Id>;
  readonly selected: ReadonlySet<Id>;
  /** The link whose evidence is open. */
  readonly link: string | null;
}

export interface Handlers {
  select(id: Id | null, isMore: boolean): void;
  expand(id: Id): void;
  openLink(link: readonly [Id, Id]): void;
  moved(id: Id, point: Point): void;
  /** The camera has moved. */
  camera(): void;
}

interface NodeData {
  x: number;
  y: number;
  size: number;
  label: string;
  color: string;
  shape: string;
}

interface LinkData {
  size: number;
  derived: boolean;
}

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const DARK = matchMedia("(prefers-color-scheme: dark)");
const MOVE = 350;
const LABELS = 140;
/** Of a picture of very many nodes, only so many are tried for names: the largest. */
const TRIED = 1500;
const TEXT = 12;
const FONT = "system-ui, sans-serif";
const PAUSE = 120;
const REACH = 5;
const UNSTEADY = 4;
const WHOLE: Camera = { x: 0.5, y: 0.5, ratio: 1.05 };
const NOTHING: Look = { visible: new Set(), selected: new Set(), link: null };

export class Scene {
  readonly graph = new Graph<NodeData, LinkData>({ type: "undirected" });
  readonly #sigma: ReturnType<typeof sigmaOf>;
  readonly #ruler = h("canvas").getContext("2d");
  #look = NOTHING;
  #near: ReadonlySet<Id> | null = null;
  #bySize: Id[] = [];
  #widths = new Map<string, number>();
  #stopMoving = () => {};
  #naming = 0;
  #named: ReadonlyMap<Id, Side> = new Map();
  readonly #resizing = new ResizeObserver(() => {
    this.#sigma.resize().scheduleRender();
    this.#nameSoon();
  });

  constructor(
    readonly element: HTMLElement,
    readonly handlers: Handlers,
  ) {
    this.#sigma = sigmaOf(this.graph, element);
    if (this.#ruler) this.#ruler.font = `${TEXT}px ${FONT}`;
    this.#listen();
  }

  /** Shows a picture, each node at its point; nodes that stood before move there. Settles when they have. */
  async draw(picture: Picture, points: ReadonlyMap<Id, Point>): Promise<void> {
    this.#stopMoving();
    const kept = new Set(picture.nodes.map((node) => node.id));
    const links = new Set(picture.links.map((link) => link.key));
    for (const id of this.graph.filterNodes((id) => !kept.has(id))) this.graph.dropNode(id);
    for (const key of this.graph.filterEdges((key) => !links.has(key))) this.graph.dropEdge(key);
    const largest = Math.max(1, ...picture.nodes.map((node) => node.degree));
    const before = new Map(this.graph.mapNodes((id, { x, y }) => [id, { x, y }]));
    for (const node of picture.nodes)
      this.graph.mergeNode(node.id, nodeData(node, largest, before.get(node.id) ?? points.get(node.id)));
    for (const link of picture.links) this.#mergeLink(link);
    this.#bySize = this.graph.nodes().toSorted((a, b) => this.#size(b) - this.#size(a) || (a < b ? -1 : 1));
    this.#sigma.setCustomBBox(frameOf(points));
    await this.#moveTo(points, before.size > 0);
    this.#sigma.refresh();
    this.#name();
  }

  /** Shows nodes and links as selected, pinned, hidden. */
  look(look: Look): void {
    this.#look = look;
    this.#apply();
    this.#nameSoon();
  }

  /** Moves the camera; null shows everything. */
  aim(camera: Camera | null): void {
    this.#sigma.getCamera().setState({ ...(camera ?? WHOLE), angle: 0 });
  }

  /** Where the camera stands; null when everything is shown. */
  get camera(): Camera | null {
    const { x, y, ratio } = this.#sigma.getCamera().getState();
    const camera = { x: rounded(x), y: rounded(y), ratio: rounded(ratio) };
    return camera.x === WHOLE.x && camera.y === WHOLE.y && camera.ratio === WHOLE.ratio ? null : camera;
  }

  zoom(factor: number): void {
    const camera = this.#sigma.getCamera();
    const duration = STILL.matches ? 0 : 200;
    void (factor > 1 ? camera.zoomIn({ factor, duration }) : camera.zoomOut({ factor: 1 / factor, duration }));
  }

  /** Returns where nodes stand, in the coordinates of the layout. */
  points(): Map<Id, Point> {
    return new Map(this.graph.mapNodes((id, { x, y }) => [id, { x, y }]));
  }

  /** Returns the size of a node in pixels at the usual zoom. */
  sizeOf(id: Id): number {
    return this.#size(id);
  }

  /** Returns the visible node that is nearest to another in a direction, to go on by arrow keys. */
  beside(id: Id, dx: number, dy: number): Id | null {
    const from = this.graph.getNodeAttributes(id);
    let best: Id | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const other of this.graph.nodes()) {
      if (other === id || !this.#look.visible.has(other)) continue;
      const to = this.graph.getNodeAttributes(other);
      const along = (to.x - from.x) * dx + (to.y - from.y) * dy;
      const across = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
      if (along > 0 && along + 2 * across < least) {
        least = along + 2 * across;
        best = other;
      }
    }
    return best;
  }

  /** Calls back after each frame that was drawn. */
  rendered(follower: () => void): void {
    this.#sigma.on("afterRender", follower);
  }

  close(): void {
    this.#stopMoving();
    this.#resizing.disconnect();
    clearTimeout(this.#naming);
    this.#sigma.kill();
  }

  // --- within

  #size(id: Id): number {
    return this.graph.getNodeAttribute(id, "size");
  }

  #mergeLink(link: Link): void {
    const data = {
      size: thickness(link.support),
      derived: link.edges.every((edge) => edge.relation === "TESTED_ON"),
    };
    if (this.graph.hasEdge(link.key)) this.graph.mergeEdgeAttributes(link.key, data);
    else this.graph.addEdgeWithKey(link.key, link.source, link.target, data);
  }

  #moveTo(points: ReadonlyMap<Id, Point>, isMoving: boolean): Promise<void> {
    const targets = Object.fromEntries(this.graph.nodes().map((id) => [id, { ...(points.get(id) ?? { x: 0, y: 0 }) }]));
    if (STILL.matches || !isMoving) {
      this.graph.updateEachNodeAttributes((id, data) => Object.assign(data, targets[id]));
      return Promise.resolve();
    }
    return new Promise((done) => {
      const stop = animateNodes(this.graph, targets, { duration: MOVE, easing: "quadraticInOut" }, () => done());
      this.#stopMoving = () => {
        stop();
        done();
      };
    });
  }

  #listen(): void {
    const sigma = this.#sigma;
    const { handlers } = this;
    sigma.on("clickNode", ({ node, event }) => {
      const { ctrlKey, metaKey, shiftKey } = event.original;
      handlers.select(node, ctrlKey || metaKey || shiftKey);
    });
    sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      handlers.expand(node);
    });
    sigma.on("clickStage", ({ event }) => {
      const link = this.#linkAt(event);
      if (link) handlers.openLink(link);
      else handlers.select(null, false);
    });
    let from: Point = { x: 0, y: 0 };
    sigma.on("nodeDragStart", ({ node }) => {
      const { x, y } = this.graph.getNodeAttributes(node);
      from = { x, y };
    });
    sigma.on("nodeDragEnd", ({ node }) => {
      const { x, y } = this.graph.getNodeAttributes(node);
      const [before, after] = [sigma.graphToViewport(from), sigma.graphToViewport({ x, y })];
      // A click of an unsteady hand is no drag.
      if (Math.hypot(after.x - before.x, after.y - before.y) < UNSTEADY) this.graph.mergeNodeAttributes(node, from);
      else handlers.moved(node, { x: rounded(x), y: rounded(y) });
    });
    sigma.on("enterNode", ({ node }) => this.#hover(node));
    sigma.on("leaveNode", () => this.#hover(null));
    let zoom = sigma.getCamera().ratio;
    sigma.getCamera().on("updated", ({ ratio }) => {
      // Moving sideways brings names no nearer to each other: they wait until it is over.
      if (ratio === zoom) clearTimeout(this.#naming);
      if (ratio === zoom) this.#naming = 0;
      zoom = ratio;
      this.#nameSoon();
      handlers.camera();
    });
    DARK.addEventListener("change", () => sigma.refresh());
    this.#resizing.observe(this.element);
  }

  /** Returns the ends of the visible link that is nearest to a point of the window, within reach. Sigma would draw every link once more for this. */
  #linkAt(point: Point): readonly [Id, Id] | null {
    let found: readonly [Id, Id] | null = null;
    let least = REACH;
    const { visible } = this.#look;
    this.graph.forEachEdge((_key, data, source, target, from, to) => {
      if (!visible.has(source) || !visible.has(target)) return;
      const distance =
        distanceTo(point, this.#sigma.graphToViewport(from), this.#sigma.graphToViewport(to)) - data.size / 2;
      if (distance < least) [found, least] = [[source, target], distance];
    });
    return found;
  }

  #hover(id: Id | null): void {
    this.#near = id === null ? null : new Set([id, ...this.graph.neighbors(id)]);
    this.#apply();
    this.#nameSoon();
  }

  #apply(): void {
    const { visible, selected, link } = this.#look;
    const near = this.#near;
    for (const id of this.graph.nodes()) {
      this.#sigma.setNodeState(id, {
        isHidden: !visible.has(id),
        isChosen: selected.has(id),
        isFaded: near !== null && !near.has(id),
      });
    }
    this.graph.forEachEdge((key, _data, source, target) => {
      const isNear = near?.has(source) && near.has(target);
      const isChosen = key === link || (selected.has(source) && selected.has(target));
      this.#sigma.setEdgeState(key, {
        isHidden: !visible.has(source) || !visible.has(target),
        isChosen,
        isFaded: near !== null && !isNear,
      });
    });
  }

  // --- names

  /** Names what there is room for, a moment from now: while something moves, names stay as they are. */
  #nameSoon(): void {
    if (this.#naming) return;
    this.#naming = window.setTimeout(() => {
      this.#naming = 0;
      this.#name();
    }, PAUSE);
  }

  #name(): void {
    const { width, height } = this.#sigma.getDimensions();
    const frame = { left: -width / 2, top: -height / 2, right: 1.5 * width, bottom: 1.5 * height };
    const named = new Map(apart(this.#candidates(), frame, LABELS, width).map((label) => [label.id, label.side]));
    for (const id of this.#named.keys())
      if (!named.has(id) && this.graph.hasNode(id)) this.#sigma.setNodeState(id, { named: "" });
    for (const [id, side] of named) if (this.#named.get(id) !== side) this.#sigma.setNodeState(id, { named: side });
    this.#named = named;
  }

  *#candidates(): Generator<Label> {
    const { selected, visible } = this.#look;
    const near = this.#near;
    const first = near ? [...near] : this.#bySize.filter((id) => selected.has(id));
    const rest = near ? [] : this.#bySize.slice(0, TRIED).filter((id) => !selected.has(id));
    for (const id of [...first, ...rest]) {
      if (!visible.has(id) || !this.graph.hasNode(id)) continue;
      const data = this.graph.getNodeAttributes(id);
      const point = this.#sigma.graphToViewport(data);
      yield {
        id,
        text: data.label,
        ...point,
        radius: this.#sigma.scaleSize(data.size),
        width: this.#width(data.label),
      };
    }
  }

  #width(text: string): number {
    const known = this.#widths.get(text) ?? this.#ruler?.measureText(text).width ?? text.length * TEXT;
    this.#widths.set(text, known);
    return known;
  }
}

function sigmaOf(graph: Graph<NodeData, LinkData>, element: HTMLElement) {
  return new Sigma(graph, element, {
    primitives: { nodes: { shapes: SHAPES, layers: [layerFill()] } },
    customNodeState: { isChosen: false, isFaded: false, named: "" },
    customEdgeState: { isChosen: false, isFaded: false },
    settings: {
      enableNodeDrag: true,
      itemSizesReference: "screen",
      minEdgeThickness: 0.8,
      nodePickingPadding: 3,
      stagePadding: 40,
      allowInvalidContainer: true,
    },
    styles: {
      nodes: {
        x: { attribute: "x" },
        y: { attribute: "y" },
        size: { attribute: "size" },
        color: { attribute: "color" },
        shape: { attribute: "shape" },
        opacity: (_data, state) => (state.isFaded ? 0.15 : 1),
        visibility: (_data, state) => (state.isHidden ? "hidden" : "visible"),
        backdropVisibility: (_data, state) => (state.isChosen ? "visible" : "hidden"),
        backdropColor: () => (DARK.matches ? "#7cc0ff" : "#0b5cad"),
        backdropPadding: 3,
        backdropArea: "node",
        label: { attribute: "label" },
        labelVisibility: (_data, state) => (state.named ? "visible" : "hidden"),
        labelPosition: (_data, state) => (state.named === "left" ? "left" : "right"),
        labelColor: () => (DARK.matches ? "#e8eaed" : "#1a1d21"),
        labelSize: TEXT,
        labelFont: FONT,
        cursor: "pointer",
      },
      edges: {
        size: { attribute: "size" },
        color: (data, state) => edgeColour(data, state.isChosen),
        opacity: (_data, state) => (state.isFaded ? 0.08 : state.isChosen ? 1 : 0.75),
        visibility: (_data, state) => (state.isHidden ? "hidden" : "visible"),
        cursor: "pointer",
      },
    },
  });
}

function edgeColour(data: LinkData, isChosen: boolean): string {
  if (isChosen) return DARK.matches ? "#7cc0ff" : "#0b5cad";
  if (data.derived) return DARK.matches ? "#3c8f72" : "#6dbb9c";
  return DARK.matches ? "#5d666f" : "#a9b2bb";
}

function nodeData(node: Node, largest: number, point: Point | undefined): NodeData {
  const { colour, shape } = LOOK[node.kind];
  return {
    x: point?.x ?? 0,
    y: point?.y ?? 0,
    size: sizeOf(node, largest),
    label: shortened(node.name),
    color: colour,
    shape,
  };
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
