// What the page shows, as data. A place is all there is to a view: the same place shows the same picture.
import type { Kind, Via } from "../api/generated";

export type Id = string;
export const KINDS = [
  "PAPER",
  "METHOD",
  "DATASET",
  "REPOSITORY",
  "TASK",
  "AUTHOR",
  "RESULT",
] as const satisfies readonly Kind[];
export const VIAS = ["REPORTED", "INTRODUCED", "COMPARED", "USED", "COMPONENT"] as const satisfies readonly Via[];
export const DEFAULT_VIAS: readonly Via[] = ["REPORTED", "INTRODUCED", "COMPARED"];
export const WEIGHTS = ["ADAMIC_ADAR", "COUNT", "JACCARD", "COSINE"] as const;
export type Weight = (typeof WEIGHTS)[number];

/** One way in which nodes came into the picture, in the order in which it was asked. */
export type Step =
  | { readonly by: "around"; readonly ids: readonly Id[]; readonly depth: number; readonly limit: number }
  | { readonly by: "paths"; readonly from: Id; readonly to: Id; readonly maxLength: number };

export interface Pin {
  readonly id: Id;
  readonly x: number;
  readonly y: number;
}

export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly ratio: number;
}

export interface HomePlace {
  readonly view: "home";
}

export interface GraphPlace {
  readonly view: "graph";
  readonly steps: readonly Step[];
  readonly hidden: readonly Id[];
  readonly pinned: readonly Pin[];
  readonly selected: readonly Id[];
  /** The edge whose evidence is open: its two ends. */
  readonly edge: readonly Id[];
  readonly without: readonly Kind[];
  /** Only what was published until this year; null shows all. */
  readonly until: number | null;
  readonly camera: Camera | null;
  readonly as: "picture" | "table";
}

export interface SharedPlace {
  readonly view: "shared";
  /** A method, or a task, of which the pairs of methods are shown. */
  readonly of: Id;
  readonly weight: Weight;
  readonly via: readonly Via[];
  readonly sameTask: boolean;
  readonly first: number;
  /** The cell whose evidence is open: a method and a dataset. */
  readonly cell: readonly Id[];
}

export interface DatasetPlace {
  readonly view: "dataset";
  readonly of: Id;
  readonly via: readonly Via[];
  /** Methods whose variants are unfolded. */
  readonly unfolded: readonly Id[];
  readonly usual: boolean;
  readonly first: number;
}

export interface ComparePlace {
  readonly view: "compare";
  readonly methods: readonly Id[];
  readonly via: readonly Via[];
}

export interface LeaderboardPlace {
  readonly view: "leaderboard";
  readonly of: Id;
  /** Which results: the key of those that are ranked together; the largest group when empty. */
  readonly group: string;
  readonly sort: string;
}

export interface LoadsPlace {
  readonly view: "loads";
  readonly first: number;
}

export type Place = HomePlace | GraphPlace | SharedPlace | DatasetPlace | ComparePlace | LeaderboardPlace | LoadsPlace;
export type ViewName = Place["view"];
export type PlaceOf<V extends ViewName> = Extract<Place, { view: V }>;

export const LIMIT = 100;

export const EMPTY: { readonly [V in ViewName]: PlaceOf<V> } = {
  home: { view: "home" },
  graph: {
    view: "graph",
    steps: [],
    hidden: [],
    pinned: [],
    selected: [],
    edge: [],
    without: [],
    until: null,
    camera: null,
    as: "picture",
  },
  shared: { view: "shared", of: "", weight: "ADAMIC_ADAR", via: DEFAULT_VIAS, sameTask: true, first: 25, cell: [] },
  dataset: { view: "dataset", of: "", via: DEFAULT_VIAS, unfolded: [], usual: false, first: 100 },
  compare: { view: "compare", methods: [], via: DEFAULT_VIAS },
  leaderboard: { view: "leaderboard", of: "", group: "", sort: "" },
  loads: { view: "loads", first: 50 },
};

/** The picture of what is around one node. */
export function around(id: Id): GraphPlace {
  return { ...EMPTY.graph, steps: [{ by: "around", ids: [id], depth: 1, limit: LIMIT }], selected: [id] };
}
