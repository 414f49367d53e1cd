// What is selected in the picture: its facts, what can be done with it, what it is joined with, and the proof of that.
import type { Asker } from "../api/client";
import { BetweenDocument, type Kind } from "../api/generated";
import type { Link, Node, Picture } from "../scene/model";
import type { GraphPlace, Id } from "../state/place";
import { factsOf, known, nameOf } from "../views/facts";
import { counted, HELP, KIND, RELATION } from "../words";
import { trend } from "./chart";
import { type Child, h } from "./dom";
import { evidenceList } from "./evidence";
import { sign } from "./kinds";

export interface Actions {
  toggle(id: Id): void;
  expand(id: Id): void;
  collapse(id: Id): void;
  pin(id: Id): void;
  hide(id: Id): void;
  focus(id: Id): void;
  paths(from: Id, to: Id): void;
  open(link: readonly Id[]): void;
  shared(id: Id): void;
  compare(ids: readonly Id[]): void;
  dataset(id: Id): void;
  leaderboard(id: Id): void;
}

const ROWS = 20;
const SHOWN = 60;

/** Returns the panel of a place: of what is selected, or of the link whose proof is open. */
export async function panelOf(place: GraphPlace, picture: Picture, asker: Asker, act: Actions): Promise<Child[]> {
  const selected = place.selected.filter((id) => picture.nodes.some((node) => node.id === id));
  const [proof, ...facts] = await Promise.all([
    place.edge.length === 2 ? between(place.edge, asker, act) : null,
    ...selected.slice(-1).map((id) => about(id, place, picture, asker, act)),
  ]);
  if (!proof && facts.length === 0) return [overview(picture)];
  return [selected.length === 2 && two(selected as [Id, Id], picture, act), proof, facts];
}

function overview(picture: Picture): HTMLElement {
  const all = `${counted(picture.nodes.length, "node")}, ${counted(picture.links.length, "link")}`;
  return h(
    "section",
    {},
    h("h2", {}, all),
    h(
      "p",
      {},
      "Click a node for what is known of it, double-click for more of its neighbours. With Shift, a click selects a second one: then the paths between both can be found. A click on a line shows what proves it.",
    ),
    h(
      "p",
      { class: "about" },
      "By keyboard: Tab to the picture, arrows walk from node to node, Enter expands, P pins, H hides, F focuses, plus and minus zoom, 0 fits.",
    ),
  );
}

function two([a, b]: [Id, Id], picture: Picture, act: Actions): HTMLElement {
  const [first, second] = [nodeOf(picture, a), nodeOf(picture, b)];
  const areMethods = first?.kind === "METHOD" && second?.kind === "METHOD";
  return h(
    "section",
    { class: "two" },
    h("h2", {}, `${first?.name} and ${second?.name}`),
    button("Find the paths between them", "The shortest ways from one to the other", () => act.paths(a, b)),
    areMethods && button("Compare", "Head to head on every dataset they share", () => act.compare([a, b])),
  );
}

// --- one node

async function about(id: Id, place: GraphPlace, picture: Picture, asker: Asker, act: Actions): Promise<Child> {
  const shown = nodeOf(picture, id);
  const node = shown ? await known(shown.kind, id, asker) : null;
  if (!node || !shown) return h("p", {}, "No record of it in this graph.");
  const facts = factsOf(node).map(([term, said]) => [h("dt", {}, term), h("dd", {}, said)]);
  const years = "papersByYear" in node ? node.papersByYear : [];
  return h(
    "section",
    { "aria-label": nameOf(node) },
    h("h2", {}, sign(shown.kind), nameOf(node)),
    h(
      "p",
      { class: "about", title: KIND[shown.kind].help },
      `${KIND[shown.kind].one}, joined with ${shown.degree.toLocaleString("en")}`,
    ),
    actions(shown, place, act),
    facts.length > 0 && h("dl", {}, ...facts),
    years.length > 1 && [h("h3", {}, "Papers by year"), trend(years)],
    joined(id, picture, act),
  );
}

function actions(node: Node, place: GraphPlace, act: Actions): HTMLElement {
  const { id } = node;
  const isExpanded = place.steps.some((step, n) => n > 0 && step.by === "around" && step.ids.includes(id));
  const isPinned = place.pinned.some((pin) => pin.id === id);
  return h(
    "div",
    { class: "buttons" },
    isExpanded
      ? button("Collapse", "Take away what this node brought", () => act.collapse(id))
      : button("Expand", "Show more of its neighbours (Enter, or double-click)", () => act.expand(id)),
    button(isPinned ? "Unpin" : "Pin", "Keep it where it is (P)", () => act.pin(id)),
    button("Hide", "Leave it out of the picture (H)", () => act.hide(id)),
    button("Focus", "Show what is around it alone (F)", () => act.focus(id)),
    ...own(node.kind, id, act),
  );
}

function own(kind: Kind, id: Id, act: Actions): HTMLElement[] {
  if (kind === "METHOD" || kind === "TASK")
    return [button("Shared datasets", "Which methods share datasets", () => act.shared(id))];
  if (kind !== "DATASET") return [];
  return [
    button("Everything tried", "All methods that were tested on it", () => act.dataset(id)),
    button("Results over time", "Its leaderboard", () => act.leaderboard(id)),
  ];
}

function joined(id: Id, picture: Picture, act: Actions): Child {
  const links = picture.links
    .filter((link) => link.source === id || link.target === id)
    .toSorted((a, b) => b.support - a.support);
  if (links.length === 0) return null;
  const rest = links.length - SHOWN;
  const rows = links.slice(0, SHOWN).map((link) => row(id, link, picture, act));
  return [
    h("h3", { title: HELP.support }, `Joined with ${links.length} in the picture`),
    h("ul", { class: "joined" }, ...rows),
    rest > 0 && h("p", { class: "about" }, `and ${rest} more`),
  ];
}

function row(id: Id, link: Link, picture: Picture, act: Actions): HTMLElement {
  const other = nodeOf(picture, link.source === id ? link.target : link.source);
  if (!other) return h("li", {});
  const words = link.edges.map((edge) => RELATION[edge.relation][edge.source === id ? 0 : 1]).join(", ");
  return h(
    "li",
    {},
    h("span", { class: "about" }, `${words} `),
    h(
      "button",
      { type: "button", class: "plain", on: { click: () => act.toggle(other.id) } },
      sign(other.kind),
      other.name,
    ),
    " ",
    h(
      "button",
      {
        type: "button",
        class: "plain about",
        title: HELP.evidence,
        "aria-label": `${counted(link.support, "proof")} of its link with ${other.name}`,
        on: { click: () => act.open([id, other.id]) },
      },
      counted(link.support, "proof"),
    ),
  );
}

// --- the proof of a link

async function between(ids: readonly Id[], asker: Asker, act: Actions): Promise<Child> {
  const { neighbourhood } = await asker.ask(BetweenDocument, { ids: [...ids], first: ROWS });
  const names = new Map(neighbourhood.nodes.map((node) => [node.id, node]));
  const end = (id: Id) => {
    const node = names.get(id);
    return node ? [sign(node.kind), node.name] : id;
  };
  const parts = neighbourhood.edges.map((edge) => [
    h("p", {}, end(edge.source), h("em", {}, ` ${RELATION[edge.relation][0]} `), end(edge.target)),
    evidenceList(edge.evidence),
  ]);
  return h(
    "section",
    { class: "proof", "aria-label": "Evidence" },
    h(
      "h2",
      { title: HELP.evidence },
      "Evidence ",
      button("Close", "Close the evidence", () => act.open([])),
    ),
    parts.length > 0 ? parts : h("p", {}, "Nothing joins these two directly."),
  );
}

function nodeOf(picture: Picture, id: Id): Node | undefined {
  return picture.nodes.find((node) => node.id === id);
}

function button(name: string, help: string, click: () => void): HTMLElement {
  return h("button", { type: "button", title: help, on: { click } }, name);
}
