// What the steps of a picture bring, asked of the API and kept, so that going back asks nothing again.
import { Asker, type Asked as Operation } from "../api/client";
import { NeighbourhoodDocument, PathsDocument } from "../api/generated";
import type { Asked, Brought, Edge, Node } from "../scene/model";
import { type GraphPlace, type Id, KINDS, type Place, type Step } from "../state/place";

/** The API takes so many ids at once. */
const IDS = 1000;
const PATHS = 8;
/** Paths over what nearly everything is joined with say little. */
const TOO_USUAL = 2000;

/** What most sources join with the rest by results only. */
const BY_RESULTS = /^(task|repository|result):/;

interface Kept extends Brought {
  readonly edges: readonly Edge[];
}

interface Remembered {
  readonly kept: Promise<Kept>;
  readonly asked: readonly Operation[];
  readonly asker: Asker;
}

/** So many answers are kept; the oldest goes first. */
const MOST_KEPT = 60;

export class Pictures {
  readonly #kept = new Map<string, Remembered>();

  /** Asks for a place before its view is there to show it. */
  ahead(place: Place): void {
    if (place.view === "graph") this.of(place, new Asker()).catch(() => null); // the view asks again, and tells what is wrong
  }

  /** Forgets everything. */
  clear(): void {
    this.#kept.clear();
  }

  /** Returns everything asked for a place, in the order of its steps, with all edges among its nodes. */
  async of(place: GraphPlace, asker: Asker): Promise<Asked> {
    const steps = await Promise.all(
      place.steps.map((step) => this.#remembered(JSON.stringify(step), asker, (to) => brought(step, to))),
    );
    const ids = [...new Set(steps.flatMap((step) => step.nodes.map((node) => node.id)))];
    const own = steps.flatMap((step) => step.edges);
    if (steps.length < 2 || ids.length > IDS) return { steps, edges: distinct(own) };
    const all = await this.#remembered(`among ${ids.join(" ")}`, asker, (to) => around(ids, 0, ids.length, to));
    return { steps, edges: distinct([...own, ...all.edges]) };
  }

  /** What is kept is told as asked again: it is behind the picture as well. */
  async #remembered(key: string, asker: Asker, ask: (asker: Asker) => Promise<Kept>): Promise<Kept> {
    const found = this.#kept.get(key);
    if (found && !found.asker.isStopped) {
      asker.asked.push(...found.asked);
      return found.kept;
    }
    const before = asker.asked.length;
    const kept = ask(asker);
    const entry = { kept, asked: asker.asked.slice(before), asker };
    this.#kept.set(key, entry);
    for (const oldest of [...this.#kept.keys()].slice(0, -MOST_KEPT)) this.#kept.delete(oldest);
    try {
      return await kept;
    } catch (error) {
      if (this.#kept.get(key) === entry) this.#kept.delete(key);
      throw error;
    }
  }
}

function brought(step: Step, asker: Asker): Promise<Kept> {
  return step.by === "around" ? around(step.ids, step.depth, step.limit, asker) : between(step, asker);
}

async function around(ids: readonly Id[], depth: number, limit: number, asker: Asker): Promise<Kept> {
  const { neighbourhood } = await asker.ask(NeighbourhoodDocument, {
    ids: [...ids],
    depth,
    kinds: ids.some((id) => BY_RESULTS.test(id)) ? [...KINDS] : null,
    limit: Math.max(limit, ids.length),
  });
  return { ...neighbourhood, isComplete: true };
}

async function between(step: Extract<Step, { by: "paths" }>, asker: Asker): Promise<Kept> {
  const { from, to, maxLength } = step;
  const { paths } = await asker.ask(PathsDocument, { from, to, maxLength, avoidDegreeAbove: TOO_USUAL, first: PATHS });
  const nodes = new Map<Id, Node>(paths.paths.flatMap((path) => path.nodes.map((node) => [node.id, node])));
  const edges = paths.paths.flatMap((path) => path.edges);
  return { nodes: [...nodes.values()], edges, nodeCount: nodes.size, unknown: [], isComplete: paths.isComplete };
}

function distinct(edges: readonly Edge[]): Edge[] {
  return [...new Map(edges.map((edge) => [`${edge.source} ${edge.relation} ${edge.target}`, edge])).values()];
}
