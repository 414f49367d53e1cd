// Places as the fragment of an address, and back. What is not in the address has its default; what makes no sense there, too.
import {
  type Camera,
  EMPTY,
  type Id,
  KINDS,
  type Pin,
  type Place,
  type PlaceOf,
  type Step,
  VIAS,
  type ViewName,
  WEIGHTS,
} from "./place";

/** How one part of a place is written: as texts under a key, none for its default. */
interface Part<T> {
  readonly key: string;
  write(value: T): string[];
  read(texts: readonly string[]): T;
}

type Parts<P extends Place> = { readonly [N in keyof Omit<P, "view">]-?: Part<P[N]> };

const CODECS: { readonly [V in ViewName]: Parts<PlaceOf<V>> } = {
  home: {},
  graph: {
    steps: several("step", writeStep, readStep),
    hidden: words("hide"),
    pinned: several("pin", writePin, readPin),
    selected: words("sel"),
    edge: words("edge"),
    without: members("no", KINDS, []),
    until: optional("until", String, readYear),
    camera: optional("cam", writeCamera, readCamera),
    as: member("as", ["picture", "table"], "picture"),
  },
  shared: {
    of: word("of"),
    weight: member("weight", WEIGHTS, EMPTY.shared.weight),
    via: members("via", VIAS, EMPTY.shared.via),
    sameTask: member("task", [true, false], true),
    first: count("first", EMPTY.shared.first),
    cell: words("cell"),
  },
  dataset: {
    of: word("of"),
    via: members("via", VIAS, EMPTY.dataset.via),
    unfolded: words("open"),
    usual: member("usual", [false, true], false),
    first: count("first", EMPTY.dataset.first),
  },
  compare: { methods: words("of"), via: members("via", VIAS, EMPTY.compare.via) },
  leaderboard: { of: word("of"), group: word("group"), sort: word("sort") },
  loads: { first: count("first", EMPTY.loads.first) },
};

/** Returns the fragment of a place, without `#`. */
export function fragmentOf(place: Place): string {
  const pairs = partsOf(place.view).flatMap(([name, part]) =>
    part.write(place[name as keyof Place]).map((text) => `${part.key}=${escaped(text)}`),
  );
  return [place.view, ...pairs].join("&");
}

/** Returns the place of a fragment, with or without `#`; of one that names no view the start. */
export function placeOf(fragment: string): Place {
  const [name = "", ...pairs] = fragment.replace(/^#/, "").split("&");
  const view = name in EMPTY ? (name as ViewName) : "home";
  const texts = new Map<string, string[]>();
  for (const pair of pairs) {
    const cut = pair.indexOf("=");
    const text = unescaped(pair.slice(cut + 1));
    if (cut > 0 && text !== null) texts.set(pair.slice(0, cut), [...(texts.get(pair.slice(0, cut)) ?? []), text]);
  }
  const read = partsOf(view).map(([part, codec]) => [part, codec.read(texts.get(codec.key) ?? [])]);
  return { view, ...Object.fromEntries(read) } as Place;
}

function partsOf(view: ViewName): [string, Part<unknown>][] {
  return Object.entries(CODECS[view] as Record<string, Part<unknown>>);
}

// What may stand in a fragment as it is, and is common in ids, stays readable.
function escaped(text: string): string {
  return encodeURIComponent(text).replace(/%(3A|2F|2C|40)/g, (code) => decodeURIComponent(code));
}

function unescaped(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

// --- parts

function word(key: string): Part<string> {
  return { key, write: (value) => (value ? [value] : []), read: (texts) => texts[0] ?? "" };
}

function words(key: string): Part<readonly Id[]> {
  return { key, write: (ids) => [...ids], read: (texts) => texts.filter((text) => text !== "") };
}

function member<T extends string | boolean>(key: string, among: readonly T[], usual: T): Part<T> {
  return {
    key,
    write: (value) => (value === usual ? [] : [String(value).toLowerCase()]),
    read: (texts) => among.find((item) => String(item).toLowerCase() === texts[0]) ?? usual,
  };
}

function members<T extends string>(key: string, among: readonly T[], usual: readonly T[]): Part<readonly T[]> {
  return {
    key,
    write: (values) => {
      const chosen = among.filter((item) => values.includes(item));
      return chosen.join() === usual.join() ? [] : [chosen.join().toLowerCase()];
    },
    read: ([text]) =>
      text === undefined ? usual : among.filter((item) => text.split(",").includes(item.toLowerCase())),
  };
}

function count(key: string, usual: number): Part<number> {
  return {
    key,
    write: (value) => (value === usual ? [] : [String(value)]),
    read: ([text]) => (/^[1-9][0-9]{0,3}$/.test(text ?? "") ? Number(text) : usual),
  };
}

function optional<T>(key: string, write: (value: T) => string, read: (text: string) => T | null): Part<T | null> {
  return {
    key,
    write: (value) => (value === null ? [] : [write(value)]),
    read: ([text]) => (text === undefined ? null : read(text)),
  };
}

function several<T>(key: string, write: (value: T) => string, read: (text: string) => T | null): Part<readonly T[]> {
  return {
    key,
    write: (values) => values.map(write),
    read: (texts) => texts.map(read).filter((item): item is T & {} => item !== null),
  };
}

// Ids hold no white space.
function writeStep(step: Step): string {
  return step.by === "around"
    ? ["around", step.depth, step.limit, ...step.ids].join(" ")
    : ["paths", step.maxLength, step.from, step.to].join(" ");
}

function readStep(text: string): Step | null {
  const [by, first = "", ...rest] = text.split(" ");
  const number = Number(first);
  if (by === "paths") {
    const [from, to] = rest;
    return from && to && within(number, 1, 6) ? { by, from, to, maxLength: number } : null;
  }
  const [limit = "", ...ids] = rest;
  const fits = by === "around" && within(number, 0, 3) && within(Number(limit), 1, 2000) && ids.length > 0;
  return fits ? { by, ids, depth: number, limit: Number(limit) } : null;
}

function writePin(pin: Pin): string {
  return `${pin.x},${pin.y},${pin.id}`;
}

function readPin(text: string): Pin | null {
  const [x, y, ...id] = text.split(",");
  const pin = { id: id.join(","), x: Number(x), y: Number(y) };
  return pin.id && Number.isFinite(pin.x) && Number.isFinite(pin.y) ? pin : null;
}

function readYear(text: string): number | null {
  return /^[0-9]{4}$/.test(text) ? Number(text) : null;
}

function writeCamera(camera: Camera): string {
  return [camera.x, camera.y, camera.ratio].join(",");
}

function readCamera(text: string): Camera | null {
  const [x = Number.NaN, y = Number.NaN, ratio = Number.NaN] = text.split(",").map(Number);
  return Number.isFinite(x) && Number.isFinite(y) && ratio > 0 && Number.isFinite(ratio) ? { x, y, ratio } : null;
}

function within(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}
