// Results on a dataset as groups that can be compared, and as points in time.
import type { LeaderboardQuery } from "../api/generated";
import type { Dot } from "../ui/chart";

export type Entry = NonNullable<LeaderboardQuery["dataset"]>["leaderboard"]["edges"][number];

export interface Group {
  readonly key: string;
  readonly metric: string;
  /** How it was measured: split, protocol, unit, setting; empty when nothing is told. */
  readonly how: string;
  readonly entries: readonly Entry[];
}

/** Returns the groups of results that are ranked together, the largest first. */
export function groupsOf(entries: readonly Entry[]): Group[] {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry);
    found.set(key, [...(found.get(key) ?? []), entry]);
  }
  const groups = [...found].map(([key, members]): Group => {
    const { metric, split, protocol, setting, unit } = (members[0] as Entry).node;
    const how = [split, protocol, setting, unit === "other" ? null : unit].filter((part) => part !== null).join(", ");
    return { key, metric: metric ?? "no metric told", how, entries: members };
  });
  return groups.toSorted((a, b) => b.entries.length - a.entries.length || (a.key < b.key ? -1 : 1));
}

function keyOf({ node }: Entry): string {
  return [node.metric, node.split, node.protocol, node.unit, node.setting].map((part) => part ?? "").join(" / ");
}

/** Returns the points in time of dated results that have a figure. */
export function dotsOf(entries: readonly Entry[]): Dot[] {
  return entries.flatMap((entry) => {
    const { date, node, wasBest } = entry;
    if (date === null || node.value === null) return [];
    return [
      {
        at: timeOf(date),
        value: node.value,
        label: `${nameOf(entry)}: ${node.valueText ?? node.value}, ${date}`,
        isFront: wasBest === true,
      },
    ];
  });
}

export function nameOf(entry: Entry): string {
  return entry.method?.name ?? entry.node.methodAsWritten;
}

export interface Reporter {
  readonly kind: "PAPER" | "REPOSITORY";
  readonly id: string;
  readonly name: string;
}

/** Returns who reports a result: a paper, else a repository; null when nobody is told. */
export function reporterOf({ paper, node }: Entry): Reporter | null {
  if (paper) return { kind: "PAPER", id: paper.id, name: paper.title };
  const [repository] = node.reportedBy.nodes;
  return repository && "id" in repository ? { kind: "REPOSITORY", id: repository.id, name: repository.name } : null;
}

/** Returns a date, as precise as it is, as a year with its part: `2019` and `2019-07` are 2019 and 2019.5. */
export function timeOf(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return year + (month - 1) / 12 + (day - 1) / 365;
}
