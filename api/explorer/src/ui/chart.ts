// Charts as SVG: bars of years, and figures over time with the line of the best.
import { scaleBand, scaleLinear } from "d3-scale";
import { curveStepAfter, line } from "d3-shape";
import { counted } from "../words";
import { svg } from "./dom";

export interface Bar {
  readonly year: number;
  readonly paperCount: number;
}

const TREND = { width: 300, height: 76, foot: 16, left: 2 };

/** Returns the papers of each year as bars; years without any are gaps. */
export function trend(bars: readonly Bar[]): SVGSVGElement {
  const { width, height, foot } = TREND;
  const years = bars.map((bar) => bar.year);
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const x = scaleBand(
    Array.from({ length: last - first + 1 }, (_, n) => first + n),
    [TREND.left, width],
  ).paddingInner(0.15);
  const y = scaleLinear([0, Math.max(...bars.map((bar) => bar.paperCount))], [height - foot, 12]);
  const words = bars.map((bar) => `${bar.year}: ${bar.paperCount}`).join(", ");
  return svg(
    "svg",
    { class: "trend", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Papers by year. ${words}` },
    ...bars.map((bar) =>
      svg(
        "rect",
        { x: x(bar.year) ?? 0, y: y(bar.paperCount), width: x.bandwidth(), height: height - foot - y(bar.paperCount) },
        svg("title", {}, `${bar.year}: ${counted(bar.paperCount, "paper")}`),
      ),
    ),
    svg("text", { x: TREND.left, y: height - 3 }, first),
    last > first && svg("text", { x: width, y: height - 3, "text-anchor": "end" }, last),
  );
}

export interface Dot {
  /** A year, with its part of months and days. */
  readonly at: number;
  readonly value: number;
  readonly label: string;
  readonly isFront: boolean;
}

const BOARD = { width: 900, height: 380, left: 64, right: 24, top: 16, bottom: 34 };

/** Returns figures over time, with the line that joins those that were best. */
export function overTime(dots: readonly Dot[], metric: string): SVGSVGElement {
  const { width, height, left, right, top, bottom } = BOARD;
  const x = scaleLinear(
    padded(
      dots.map((dot) => dot.at),
      0.5,
    ),
    [left, width - right],
  );
  const y = scaleLinear(
    padded(
      dots.map((dot) => dot.value),
      1,
    ),
    [height - bottom, top],
  ).nice();
  const front = dots.filter((dot) => dot.isFront).toSorted((a, b) => a.at - b.at);
  const steps = line<Dot>(
    (dot) => x(dot.at),
    (dot) => y(dot.value),
  ).curve(curveStepAfter)([...front, ...lastOf(front, x.domain()[1])]);
  return svg(
    "svg",
    {
      class: "board",
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      role: "img",
      "aria-label": `${metric} over time, ${counted(dots.length, "result")}; the table below has them all`,
    },
    ...y
      .ticks(6)
      .map((tick) =>
        svg(
          "g",
          { class: "grid" },
          svg("line", { x1: left, x2: width - right, y1: y(tick), y2: y(tick) }),
          svg("text", { x: left - 8, y: y(tick), "text-anchor": "end", "dominant-baseline": "central" }, tick),
        ),
      ),
    ...x
      .ticks(8)
      .filter(Number.isInteger)
      .map((tick) => svg("text", { class: "tick", x: x(tick), y: height - 10, "text-anchor": "middle" }, tick)),
    svg("text", { class: "tick", x: left, y: 10 }, metric),
    svg("path", { class: "front", d: steps, fill: "none" }),
    ...dots.map((dot) =>
      svg(
        "circle",
        { class: dot.isFront ? "dot best" : "dot", cx: x(dot.at), cy: y(dot.value), r: dot.isFront ? 5 : 3.5 },
        svg("title", {}, dot.label),
      ),
    ),
    ...named(front, x, y),
  );
}

/** The names of what was best, each where it covers no other. */
function named(front: readonly Dot[], x: (value: number) => number, y: (value: number) => number): SVGElement[] {
  const found: SVGElement[] = [];
  let [freeX, freeY] = [0, 0];
  for (const dot of front) {
    const [left, top] = [x(dot.at) + 8, y(dot.value) - 8];
    if (left < freeX && Math.abs(top - freeY) < 14) continue;
    const text = dot.label.split(":")[0] ?? "";
    found.push(svg("text", { class: "name", x: left, y: top }, text.length > 26 ? `${text.slice(0, 24)}…` : text));
    [freeX, freeY] = [left + 7 * Math.min(text.length, 26), top];
  }
  return found;
}

function lastOf(front: readonly Dot[], end: number | undefined): Dot[] {
  const last = front.at(-1);
  return last && end !== undefined ? [{ ...last, at: end }] : [];
}

function padded(values: readonly number[], least: number): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max((high - low) * 0.06, least / 2);
  return [low - room, high + room];
}
