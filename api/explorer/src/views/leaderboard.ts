// A leaderboard: the results on a dataset over time, with the line of the best, and a table of all.
import { Asker } from "../api/client";
import { type CoverFragment, LeaderboardDocument, type LeaderboardQuery } from "../api/generated";
import { fragmentOf } from "../state/permalink";
import { around, EMPTY, type LeaderboardPlace, type Place } from "../state/place";
import { overTime } from "../ui/chart";
import { combobox } from "../ui/combobox";
import { coverage } from "../ui/coverage";
import { fill, h } from "../ui/dom";
import { choiceOf } from "../ui/switches";
import { type Column, sorted, table } from "../ui/table";
import type { Frame, Shown, View } from "../view";
import { counted, HELP } from "../words";
import { link } from "./facts";
import { dotsOf, type Entry, type Group, groupsOf, nameOf, reporterOf } from "./leaderboard-data";

const PAGE = 200;
const AT_MOST = 1000;

interface Board {
  readonly name: string;
  readonly entries: readonly Entry[];
  readonly total: number;
  readonly cover: CoverFragment;
}

const COLUMNS: readonly Column<Entry>[] = [
  {
    key: "method",
    name: "entry",
    cell: (entry) => (entry.method ? link("METHOD", entry.method.id, entry.method.name) : entry.node.methodAsWritten),
    sortBy: nameOf,
  },
  {
    key: "rank",
    name: "rank",
    help: HELP.rank,
    isNumber: true,
    cell: (entry) => entry.rank ?? "",
    sortBy: (entry) => entry.rank,
  },
  {
    key: "value",
    name: "figure",
    isNumber: true,
    cell: (entry) => entry.node.valueText ?? entry.node.value,
    sortBy: (entry) => entry.node.value,
  },
  { key: "date", name: "date", cell: (entry) => entry.date ?? "", sortBy: (entry) => entry.date },
  {
    key: "best",
    name: "was best",
    help: "Nothing comparable of that date or before is better.",
    cell: (entry) => (entry.wasBest ? "★" : ""),
    sortBy: (entry) => (entry.wasBest === null ? null : Number(!entry.wasBest)),
  },
  {
    key: "paper",
    name: "reported by",
    cell: (entry) => {
      const reporter = reporterOf(entry);
      return reporter && link(reporter.kind, reporter.id, reporter.name);
    },
    sortBy: (entry) => reporterOf(entry)?.name ?? null,
  },
  {
    key: "written",
    name: "as written",
    cell: (entry) => [entry.node.methodAsWritten, ...entry.node.configuration].join(", "),
    sortBy: (entry) => entry.node.methodAsWritten,
  },
];

export function makeLeaderboard(frame: Frame): View {
  const element = h("div", { class: "page" });
  let asker = new Asker();
  let board: { id: string; found: Board | null } = { id: "", found: null };
  let group: Group | null = null;
  let place: LeaderboardPlace = EMPTY.leaderboard;
  const go = (change: Partial<LeaderboardPlace>) => frame.places.go({ ...place, ...change });
  const shown: Shown = {
    get name() {
      return board.found ? `leaderboard ${board.found.name}` : "leaderboard";
    },
    ids: () =>
      [
        ...new Set([
          place.of,
          ...(group?.entries ?? []).flatMap((entry) => [entry.method?.id ?? "", reporterOf(entry)?.id ?? ""]),
        ]),
      ].filter(Boolean),
    picture: () => overTime(dotsOf(group?.entries ?? []), group?.metric ?? ""),
    table: () => [
      ["entry", "rank", "figure", "date", "reported by"],
      ...sorted(group?.entries ?? [], COLUMNS, place.sort).map((entry) => [
        nameOf(entry),
        entry.rank,
        entry.node.valueText,
        entry.date,
        reporterOf(entry)?.name ?? null,
      ]),
    ],
  };
  return {
    element,
    get asked() {
      return asker.asked;
    },
    shown,
    async show(next: Place) {
      if (next.view !== "leaderboard") return;
      place = next;
      if (place.of === "") return fill(element, prompt(frame));
      if (board.id !== place.of) {
        asker.stop();
        asker = new Asker();
        board = { id: place.of, found: await boardOf(place.of, asker) };
      }
      const { found } = board;
      if (!found) return fill(element, h("p", {}, `No dataset in this graph is called ${place.of}.`));
      const groups = groupsOf(found.entries);
      group = groups.find((item) => item.key === place.group) ?? groups[0] ?? null;
      fill(
        element,
        heading(found, place.of),
        group
          ? [choices(groups, group, go), picture(group), results(group, place, go)]
          : h("p", {}, "No record in this graph of a result on it."),
      );
    },
    close: () => asker.stop(),
  };
}

async function boardOf(id: string, asker: Asker): Promise<Board | null> {
  const entries: Entry[] = [];
  for (let after: string | null = null; ; ) {
    const dataset = await pageOf(id, after, asker);
    if (!dataset) return null;
    const { edges, pageInfo, totalCount, coverage: cover } = dataset.leaderboard;
    entries.push(...edges);
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage || entries.length >= AT_MOST)
      return { name: dataset.name, entries, total: totalCount, cover };
  }
}

async function pageOf(id: string, after: string | null, asker: Asker): Promise<LeaderboardQuery["dataset"]> {
  return (await asker.ask(LeaderboardDocument, { id, first: PAGE, after })).dataset;
}

function prompt(frame: Frame): HTMLElement {
  const choose = combobox({
    label: "Choose a dataset",
    placeholder: "A dataset…",
    kinds: ["DATASET"],
    choose: (item) => frame.places.go({ ...EMPTY.leaderboard, of: item.id }),
  });
  return h(
    "div",
    { class: "intro" },
    h("h1", {}, "Results over time"),
    h("p", {}, "Choose a dataset: its reported results, the line of the best, and a table of all."),
    choose,
  );
}

function heading(board: Board, id: string): HTMLElement {
  const cutOff =
    board.total > board.entries.length &&
    h(
      "p",
      { class: "about" },
      `${board.entries.length.toLocaleString("en")} of ${board.total.toLocaleString("en")} results are shown.`,
    );
  return h(
    "div",
    {},
    h("h1", {}, `Results on ${board.name}`),
    coverage(board.cover, `${counted(board.total, "result")}, `),
    h(
      "p",
      {},
      h("a", { href: `#${fragmentOf({ ...EMPTY.dataset, of: id })}` }, "Everything tried on it"),
      " · ",
      h("a", { href: `#${fragmentOf(around(id))}` }, "Graph"),
    ),
    cutOff,
  );
}

function choices(
  groups: readonly Group[],
  chosen: Group,
  go: (change: Partial<LeaderboardPlace>) => void,
): HTMLElement {
  const name = (group: Group) => `${group.metric}${group.how ? `, ${group.how}` : ""} (${group.entries.length})`;
  return h(
    "div",
    { class: "switches" },
    choiceOf(
      "Measured by",
      groups.map((group) => [group.key, name(group)] as const),
      chosen.key,
      (key) => go({ group: key }),
      HELP.incomparable,
    ),
  );
}

function picture(group: Group): HTMLElement {
  const dots = dotsOf(group.entries);
  const undated = group.entries.length - dots.length;
  if (dots.length === 0)
    return h("p", { class: "about" }, "None of these results is dated: there is no picture over time.");
  return h(
    "figure",
    { class: "scrolls", tabindex: 0, role: "region", "aria-label": "Results over time" },
    overTime(dots, group.metric),
    undated > 0 &&
      h(
        "figcaption",
        { class: "about" },
        `${counted(undated, "undated result stands", "undated results stand")} in the table only.`,
      ),
  );
}

function results(group: Group, place: LeaderboardPlace, go: (change: Partial<LeaderboardPlace>) => void): HTMLElement {
  const caption = `${group.metric}${group.how ? `, ${group.how}` : ""}`;
  return table(caption, COLUMNS, group.entries, { by: place.sort, choose: (sort) => go({ sort }) });
}
