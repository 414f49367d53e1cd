import { h } from "./dom";

export function trend(points: readonly { year: number; paperCount: number }[]): HTMLElement {
  return h("div", {}, String(points.length));
}
