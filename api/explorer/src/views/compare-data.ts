// Results of compared methods as lines: one for each way of measuring, with the best of each method.
import type { CompareQuery } from "../api/generated";
import type { Id } from "../state/place";

export type Result = CompareQuery["compareMethods"]["datasets"]["edges"][number]["results"][number];

export interface Line {
  readonly metric: string;
  /** Split, protocol, setting and unit, as far as told. */
  readonly how: string;
  readonly isComparable: boolean;
  /** The best result of each method; the first where it is unknown which way is better. */
  readonly best: ReadonlyMap<Id, Result>;
  readonly count: ReadonlyMap<Id, number>;
}

/** Returns a line for each metric, split, protocol, unit and setting, those that can be compared first, in the order of the results. */
export function linesOf(results: readonly Result[]): Line[] {
  const groups = new Map<string, Result[]>();
  for (const found of results) {
    const { metric, split, protocol, unit, setting } = found.result;
    const key = JSON.stringify([metric, split, protocol, unit, setting]);
    groups.set(key, [...(groups.get(key) ?? []), found]);
  }
  return [...groups.values()].map(lineOf).toSorted((a, b) => Number(b.isComparable) - Number(a.isComparable));
}

function lineOf(group: readonly Result[]): Line {
  const { metric, split, protocol, setting, unit } = (group[0] as Result).result;
  const best = new Map<Id, Result>();
  const count = new Map<Id, number>();
  for (const found of group) {
    if (!best.has(found.method.id)) best.set(found.method.id, found);
    count.set(found.method.id, (count.get(found.method.id) ?? 0) + 1);
  }
  const how = [split, protocol, setting, unit === "other" ? null : unit].filter((part) => part !== null).join(", ");
  return {
    metric: metric ?? "no metric told",
    how,
    isComparable: group.some((found) => found.isComparable),
    best,
    count,
  };
}
