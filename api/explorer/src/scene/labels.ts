// Names in the picture: the largest nodes first, each only where it covers no other.
import type { Id } from "../state/place";

export interface Label {
  readonly id: Id;
  readonly text: string;
  /** Where the node stands and how large it is, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly width: number;
}

export type Side = "left" | "right";

/** A label that stands on a side of its node. */
export interface Placed extends Label {
  readonly side: Side;
}

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const HEIGHT = 15;
const GAP = 4;
const CELL = 120;

/** Returns the box of a label beside its node. */
export function boxOf(label: Placed): Box {
  const away = label.radius + GAP;
  const left = label.side === "right" ? label.x + away : label.x - away - label.width;
  return { left, top: label.y - HEIGHT / 2, right: left + label.width, bottom: label.y + HEIGHT / 2 };
}

/** Returns a label on the right of its node, or on the left where the edge of what is seen would cut it there and not here. */
function placed(label: Label, edge: number): Placed {
  const right: Placed = { ...label, side: "right" };
  const left: Placed = { ...label, side: "left" };
  return label.x < edge && boxOf(right).right > edge && boxOf(left).left >= 0 ? left : right;
}

/**
 * Returns the labels that can stand together, by taking each in the given order that overlaps none taken before and lies in the frame.
 * What is seen reaches from 0 to `edge`.
 */
export function apart(labels: Iterable<Label>, frame: Box, atMost: number, edge: number): Placed[] {
  const taken: Placed[] = [];
  const cells = new Map<string, Box[]>();
  for (const each of labels) {
    if (taken.length >= atMost) break;
    const label = placed(each, edge);
    const box = boxOf(label);
    if (box.right < frame.left || box.left > frame.right || box.bottom < frame.top || box.top > frame.bottom) continue;
    const keys = cellsOf(box);
    if (keys.some((key) => cells.get(key)?.some((other) => overlap(box, other)))) continue;
    for (const key of keys) cells.set(key, [...(cells.get(key) ?? []), box]);
    taken.push(label);
  }
  return taken;
}

export function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function cellsOf(box: Box): string[] {
  const keys: string[] = [];
  for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
    for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) keys.push(`${x} ${y}`);
  }
  return keys;
}
