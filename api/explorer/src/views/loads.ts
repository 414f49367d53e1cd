// What was loaded, newest first, and what is being loaded, as it goes on.
import { Asker } from "../api/client";
import { type LoadFragment, LoadsDocument, type LoadsQuery } from "../api/generated";
import { watch } from "../api/watch";
import { EMPTY, type LoadsPlace, type Place } from "../state/place";
import { fill, h } from "../ui/dom";
import { type Column, table } from "../ui/table";
import type { Frame, View } from "../view";
import { counted } from "../words";
import { counts, graphCounts, howToLoad, isEmpty } from "./counts";

const AT_MOST = 1000;

const STATE: Readonly<Record<LoadFragment["state"], string>> = {
  RUNNING: "under way",
  FINISHED: "done",
  INTERRUPTED: "stopped before its end",
  UNDONE: "taken back",
};

const COLUMNS: readonly Column<LoadFragment>[] = [
  { key: "id", name: "load", cell: (load) => `${load.id.replace("run:", "")}: ${load.command}` },
  { key: "paths", name: "of", cell: (load) => load.paths.join(", ") },
  {
    key: "state",
    name: "state",
    cell: (load) => STATE[load.state] + (load.undoneBy ? `, by load ${load.undoneBy.replace("run:", "")}` : ""),
  },
  { key: "began", name: "began", cell: (load) => time(load.startedAt) },
  { key: "took", name: "seconds", isNumber: true, cell: (load) => seconds(load)?.toFixed(1) ?? "" },
  ...(["read", "written", "unchanged", "merged", "rejected", "flagged", "pending", "retracted"] as const).map(
    (name): Column<LoadFragment> => ({
      key: name,
      name,
      isNumber: true,
      cell: (load) => load.counts[name].toLocaleString("en"),
    }),
  ),
];

export function makeLoads(frame: Frame): View {
  const element = h("div", { class: "page" });
  let asker = new Asker();
  let loads: readonly LoadFragment[] = [];
  let place: LoadsPlace = EMPTY.loads;
  let stops: (() => void)[] = [];
  const stop = () => {
    asker.stop();
    for (const end of stops) end();
    stops = [];
  };
  return {
    element,
    get asked() {
      return asker.asked;
    },
    shown: {
      name: "loads",
      ids: () => [],
      table: () => [
        ["load", "of", "state", "began", "read", "written", "rejected"],
        ...loads.map((load) => [
          load.id,
          load.paths.join(" "),
          STATE[load.state],
          load.startedAt,
          load.counts.read,
          load.counts.written,
          load.counts.rejected,
        ]),
      ],
    },
    async show(next: Place) {
      if (next.view !== "loads") return;
      place = next;
      stop();
      asker = new Asker();
      const [{ runs }, overview] = await Promise.all([
        asker.ask(LoadsDocument, { first: place.first }),
        graphCounts(asker),
      ]);
      loads = runs.nodes;
      const running = loads.filter((load) => load.state === "RUNNING").map((load) => follow(load, frame, stops));
      fill(
        element,
        h("h1", {}, "Loads"),
        isEmpty(overview) && loads.length === 0 ? howToLoad() : counts(overview),
        running,
        loads.length > 0 && list(runs, () => frame.places.go({ ...place, first: Math.min(place.first * 2, AT_MOST) })),
      );
    },
    close: stop,
  };
}

function list(runs: LoadsQuery["runs"], more: () => void): HTMLElement {
  const rest = runs.totalCount - runs.nodes.length;
  return h(
    "div",
    {},
    table("Loads, newest first", COLUMNS, runs.nodes),
    rest > 0 &&
      h(
        "p",
        { class: "about" },
        `and ${counted(rest, "earlier load")} `,
        runs.nodes.length < AT_MOST &&
          h("button", { type: "button", class: "plain", on: { click: more } }, "Show more"),
      ),
  );
}

/** A load that is under way: how far it is, how fast it goes, and when it is over. */
function follow(load: LoadFragment, frame: Frame, stops: (() => void)[]): HTMLElement {
  const words = h("p", {}, told(load));
  const element = h(
    "section",
    { class: "running", "aria-live": "polite", "aria-label": "A load that is under way" },
    h("h2", {}, `Load ${load.id.replace("run:", "")} is under way`),
    h("p", { class: "about" }, load.paths.join(", ")),
    h("progress", { "aria-label": "Under way" }),
    words,
  );
  const next = (load: LoadFragment) => {
    words.textContent = told(load);
    if (load.state === "RUNNING") return;
    frame.announce(`Load ${load.id.replace("run:", "")} is ${STATE[load.state]}`);
    frame.again(); // the counts and the list are others now
  };
  const lost = () => {
    words.textContent = "The server does not tell how it gets on; load the page again to see.";
  };
  stops.push(watch(load.id, next, lost));
  return element;
}

function told(load: LoadFragment): string {
  const { read, written, rejected } = load.counts;
  const took = seconds(load) ?? (Date.now() - Date.parse(load.startedAt)) / 1000;
  const rate = took > 0 ? Math.round(read / took).toLocaleString("en") : "0";
  return `${STATE[load.state]}: ${counted(read, "source row")} read, ${written.toLocaleString("en")} written, ${rejected.toLocaleString("en")} rejected, ${rate} a second`;
}

function seconds(load: LoadFragment): number | null {
  return load.finishedAt === null ? null : (Date.parse(load.finishedAt) - Date.parse(load.startedAt)) / 1000;
}

function time(text: string): string {
  return text.replace("T", " ").replace(/\+00:00$/, "");
}
