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

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const HEIGHT = 15;
const GAP = 4;
const CELL = 120;

/** Returns the box of a label, to the right of its node. */
export function boxOf(label: Label): Box {
  const left = label.x + label.radius + GAP;
  return { left, top: label.y - HEIGHT / 2, right: left + label.width, bottom: label.y + HEIGHT / 2 };
}

/** Returns the labels that can stand together, by taking each in the given order that overlaps none taken before and lies in the frame. */
export function apart(labels: Iterable<Label>, frame: Box, atMost: number): Label[] {
  const taken: Label[] = [];
  const cells = new Map<string, Box[]>();
  for (const label of labels) {
    if (taken.length >= atMost) break;
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
