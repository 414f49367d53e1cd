// Lays out beside the page, so that nothing stutters; remembers the steps it has done.
import type { Id } from "../state/place";
import { type Drawing, layOut, type Point } from "./layout";

export interface Request {
  readonly turn: number;
  readonly drawing: Drawing;
}

export interface Response {
  readonly turn: number;
  readonly points: ReadonlyMap<Id, Point>;
}

let last: { keys: string[]; points: Map<Id, Point>[] } = { keys: [], points: [] };

addEventListener("message", ({ data }: MessageEvent<Request>) => {
  const { drawing, turn } = data;
  const keys = drawing.news.map((ids) => ids.join(" "));
  const same = keys.findIndex((key, n) => key !== last.keys[n]);
  const from = same === -1 ? keys.length : same;
  const points = last.points.slice(0, from);
  for (let n = from; n < keys.length; n += 1) {
    points.push(layOut({ news: drawing.news.slice(0, n + 1), links: drawing.links }, points[n - 1], n));
  }
  last = { keys, points };
  postMessage({ turn, points: points.at(-1) ?? new Map() } satisfies Response);
});
