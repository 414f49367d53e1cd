// What is known of one node, as a list of facts with links to what they name.
import type { Asker } from "../api/client";
import {
  AuthorFactsDocument,
  type AuthorFactsQuery,
  DatasetFactsDocument,
  type DatasetFactsQuery,
  type FigureFragment,
  type Kind,
  MethodFactsDocument,
  type MethodFactsQuery,
  PaperFactsDocument,
  type PaperFactsQuery,
  RepositoryFactsDocument,
  type RepositoryFactsQuery,
  ResultFactsDocument,
  type ResultFactsQuery,
  TaskFactsDocument,
  type TaskFactsQuery,
} from "../api/generated";
import { shortened } from "../scene/geometry";
import { fragmentOf } from "../state/permalink";
import { around, EMPTY, type Id } from "../state/place";
import { type Child, h } from "../ui/dom";
import { sign } from "../ui/kinds";
import { counted } from "../words";

type Answer =
  | PaperFactsQuery
  | MethodFactsQuery
  | DatasetFactsQuery
  | TaskFactsQuery
  | RepositoryFactsQuery
  | AuthorFactsQuery;
type Result = Extract<NonNullable<ResultFactsQuery["node"]>, { __typename: "Result" }>;
export type Facts = NonNullable<Answer["node"]> | Result;

const DOCUMENT = {
  PAPER: PaperFactsDocument,
  METHOD: MethodFactsDocument,
  DATASET: DatasetFactsDocument,
  TASK: TaskFactsDocument,
  REPOSITORY: RepositoryFactsDocument,
  AUTHOR: AuthorFactsDocument,
} as const;

/** Returns what is known of a node of a kind; null when there is none. */
export async function known(kind: Kind, id: Id, asker: Asker): Promise<Facts | null> {
  if (kind !== "RESULT") {
    const document = DOCUMENT[kind] as typeof PaperFactsDocument;
    return (await asker.ask(document, { id })).node;
  }
  const { node } = await asker.ask(ResultFactsDocument, { id });
  return node?.__typename === "Result" ? node : null;
}

type Of<T extends Facts["__typename"]> = Extract<Facts, { __typename: T }>;
type Named = { readonly id: Id; readonly name: string };
type Titled = { readonly id: Id; readonly title: string; readonly year?: number | null };

/** Returns the facts of a node as pairs of a term and what there is to say; nothing for what is unknown. */
export function factsOf(node: Facts): [term: string, Child][] {
  switch (node.__typename) {
    case "Paper":
      return told(ofPaper(node));
    case "Method":
      return told(ofMethod(node));
    case "Dataset":
      return told(ofDataset(node));
    case "Task":
      return told([
        ["Also written", node.aliases.join(", ")],
        ["Part of", named("TASK", node.partOf.nodes)],
        ["Parts", some("TASK", node.parts)],
      ]);
    case "Repository":
      return told(ofRepository(node));
    case "Author":
      return told(ofAuthor(node));
    case "Result":
      return told(ofResult(node));
  }
}

/** Returns the name of a node. */
export function nameOf(node: Facts): string {
  if (node.__typename === "Paper") return node.title;
  return node.__typename === "Result" ? node.methodAsWritten : node.name;
}

type Fact = readonly [term: string, said: Child];

function told(facts: readonly Fact[]): [string, Child][] {
  return facts.flatMap(([term, said]) =>
    said === null || said === "" || said === false || said === undefined ? [] : [[term, said] as [string, Child]],
  );
}

function ofPaper(paper: Of<"Paper">): Fact[] {
  const introduced = paper.introduces.nodes.map((item) =>
    link(item.__typename === "Method" ? "METHOD" : "DATASET", item.id, item.name),
  );
  return [
    ["Note", paper.retracted && "A source says that it was retracted."],
    ["Published", [paper.venue, paper.publishedOn ?? paper.year].filter((part) => part !== null).join(", ")],
    ["Authors", some("AUTHOR", paper.authors)],
    ["Introduces", joined(introduced)],
    ["Evaluates on", some("DATASET", paper.evaluatesOn)],
    ["Reports", figures(paper.reports)],
    ["Code", joined(paper.implementedBy.nodes.map((item) => away(item.url, item.name)))],
    ["Cited by", paper.citedBy.totalCount > 0 && counted(paper.citedBy.totalCount, "paper")],
    ["Cites", cited(paper)],
    [
      "Links",
      joined([
        ...paper.identifiers.map((item) => away(item.url, `${item.scheme}:${item.value}`)),
        ...(paper.url ? [away(paper.url, paper.url)] : []),
        ...paper.links.map((url) => away(url, url)),
      ]),
    ],
    ["Abstract", paper.abstract && h("details", {}, h("summary", {}, "Read"), paper.abstract)],
  ];
}

function cited(paper: Of<"Paper">): Child {
  const missing = paper.unresolvedReferenceCount;
  if (paper.cites.totalCount + missing === 0) return null;
  return counted(paper.cites.totalCount, "paper") + (missing > 0 ? ` here, ${missing} not in this graph` : " here");
}

function ofMethod(method: Of<"Method">): Fact[] {
  return [
    ["Also written", method.aliases.join(", ")],
    [
      "Note",
      method.generic
        ? "A word for a class of methods: left out of rankings."
        : method.unnamed && "Its rows call it by a citation, never by a name.",
    ],
    ["Introduced by", titled(method.introducedBy.nodes)],
    ["Variant of", named("METHOD", method.variantOf.nodes)],
    ["Variants", some("METHOD", method.variants)],
    ["Put together from", named("METHOD", method.parts.nodes)],
    ["Tested on", some("DATASET", method.testedOn)],
    ["Results", figures(method.results)],
    ["Code", joined(method.implementedBy.nodes.map((item) => away(item.url, item.name)))],
  ];
}

function ofDataset(dataset: Of<"Dataset">): Fact[] {
  const { totalCount, coverage } = dataset.testedMethods;
  const from = [
    `from ${counted(coverage.sources.length, "source")}`,
    coverage.newestYear && `newest ${coverage.newestYear}`,
  ]
    .filter(Boolean)
    .join(", ");
  return [
    ["Also written", dataset.aliases.join(", ")],
    ["Introduced by", titled(dataset.introducedBy.nodes)],
    ["Part of", named("DATASET", dataset.partOf.nodes)],
    ["Parts", some("DATASET", dataset.parts)],
    ["Tried here", totalCount > 0 && `${counted(totalCount, "method")}, ${from}`],
    ["Evaluated by", dataset.evaluatedBy.totalCount > 0 && counted(dataset.evaluatedBy.totalCount, "paper")],
    [
      "Results",
      dataset.leaderboard.totalCount > 0 &&
        h(
          "a",
          { href: `#${fragmentOf({ ...EMPTY.leaderboard, of: dataset.id })}` },
          counted(dataset.leaderboard.totalCount, "result"),
        ),
    ],
    ["Link", dataset.url && away(dataset.url, dataset.url)],
  ];
}

function ofRepository(repository: Of<"Repository">): Fact[] {
  const held = repository.implements.edges.map(({ node, official, framework }) => [
    node.__typename === "Paper" ? link("PAPER", node.id, node.title) : link("METHOD", node.id, node.name),
    [official && "by the authors", framework].filter(Boolean).map((part) => ` (${part})`),
  ]);
  return [
    ["Address", repository.url && away(repository.url, repository.url)],
    ["Stars", repository.stars?.toLocaleString("en") ?? null],
    ["Holds the code of", joined(held)],
  ];
}

function ofAuthor(author: Of<"Author">): Fact[] {
  return [
    ["Also written", author.aliases.join(", ")],
    ["Note", !author.resolved && "Known by name only: may be several people of this name."],
    [
      "Papers",
      author.wrote.totalCount > 0 && [counted(author.wrote.totalCount, "paper"), ": ", titled(author.wrote.nodes)],
    ],
    ["Links", joined(author.identifiers.map((item) => away(item.url, `${item.scheme}:${item.value}`)))],
  ];
}

function ofResult(result: Of<"Result">): Fact[] {
  const reporter = result.reportedBy.nodes.map((item) =>
    item.__typename === "Paper" ? link("PAPER", item.id, item.title) : link("REPOSITORY", item.id, item.name),
  );
  return [
    ["Figure", [result.metric, result.valueText, result.unit].filter(Boolean).join(" ")],
    ["Measured", [result.split, result.setting, result.protocol].filter(Boolean).join(", ")],
    ["Configuration", result.configuration.join(", ")],
    ["Of", named("METHOD", result.of.nodes)],
    ["On", named("DATASET", result.on.nodes)],
    ["Reported by", joined(reporter)],
    ["Reported on", result.reportedOn],
  ];
}

/** Returns figures as a list: whose, what, on what. */
function figures(found: { readonly totalCount: number; readonly nodes: readonly FigureFragment[] }): Child {
  if (found.totalCount === 0) return null;
  const more = found.totalCount - found.nodes.length;
  const item = (figure: FigureFragment) => {
    const words = [shortened(figure.methodAsWritten), figure.valueText, figure.metric, figure.split].filter(
      (part) => part !== null,
    );
    return h(
      "li",
      {},
      link("RESULT", figure.id, words.join(" ")),
      figure.on.nodes.map((on) => [" on ", link("DATASET", on.id, on.name)]),
    );
  };
  return h(
    "ul",
    { class: "figures" },
    ...found.nodes.map(item),
    more > 0 && h("li", {}, `and ${more.toLocaleString("en")} more`),
  );
}

// --- links

/** Returns a link to the picture around a node. */
export function link(kind: Kind, id: Id, name: string): HTMLElement {
  return h("a", { href: `#${fragmentOf(around(id))}` }, sign(kind), name);
}

function named(kind: Kind, nodes: readonly Named[]): Child {
  return joined(nodes.map((node) => link(kind, node.id, node.name)));
}

function some(kind: Kind, connection: { readonly totalCount: number; readonly nodes: readonly Named[] }): Child {
  const more = connection.totalCount - connection.nodes.length;
  const nodes = named(kind, connection.nodes);
  return nodes && more > 0 ? [nodes, ` and ${more.toLocaleString("en")} more`] : nodes;
}

function titled(nodes: readonly Titled[]): Child {
  return joined(nodes.map((node) => [link("PAPER", node.id, node.title), node.year ? ` (${node.year})` : null]));
}

/** Returns a link that leads away, when it is one that a browser should follow; else its text. */
export function away(url: string | null, text: string): Child {
  if (!url || !/^https?:\/\//i.test(url)) return text;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text);
}

function joined(items: readonly Child[]): Child {
  return items.length === 0 ? null : items.flatMap((item, n) => (n === 0 ? [item] : [", ", item]));
}
