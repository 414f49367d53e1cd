// What things are called: a researcher's words for the graph's, with the help that is shown on hovering.
import type { Kind, Relation, SharedWeight, Via } from "./api/generated";

export interface Word {
  readonly one: string;
  readonly many: string;
  readonly help: string;
}

export const KIND: Readonly<Record<Kind, Word>> = {
  PAPER: { one: "paper", many: "papers", help: "A scholarly work." },
  METHOD: {
    one: "method",
    many: "methods",
    help: "An idea with a name that people use: a technique, model, architecture or optimizer.",
  },
  DATASET: { one: "dataset", many: "datasets", help: "A dataset, benchmark or test suite." },
  REPOSITORY: { one: "repository", many: "repositories", help: "Source code." },
  TASK: { one: "task", many: "tasks", help: "A research problem." },
  AUTHOR: { one: "author", many: "authors", help: "Who wrote papers." },
  RESULT: { one: "result", many: "results", help: "One reported figure." },
};

/** What the first end of an edge does to the second, and how the second says it. */
export const RELATION: Readonly<Record<Relation, readonly [forward: string, reverse: string]>> = {
  CITES: ["cites", "cited by"],
  INTRODUCES: ["introduces", "introduced by"],
  USES: ["builds on", "built on by"],
  COMPARES_WITH: ["compares with", "compared in"],
  EVALUATES_ON: ["evaluates on", "evaluated by"],
  ADDRESSES: ["addresses", "addressed by"],
  IMPLEMENTS: ["holds the code of", "has code in"],
  WROTE: ["wrote", "written by"],
  REPORTS: ["reports", "reported by"],
  OF: ["is a result of", "has the result"],
  ON: ["was measured on", "has the result"],
  FOR: ["was measured for", "has the result"],
  VARIANT_OF: ["is a variant of", "has the variant"],
  COMBINES: ["is put together from", "is a part of"],
  PART_OF: ["is part of", "has the part"],
  TESTED_ON: ["tested on", "was tried with"],
};

export const VIA: Readonly<Record<Via, { readonly name: string; readonly help: string }>> = {
  REPORTED: { name: "reported result", help: "A figure of the method on the dataset was reported." },
  INTRODUCED: { name: "own paper", help: "A paper introduces the method and evaluates on the dataset." },
  COMPARED: { name: "baseline", help: "A paper compares with the method and evaluates on the dataset." },
  USED: {
    name: "built on",
    help: "A paper builds on the method and evaluates on the dataset: weak, left out unless chosen.",
  },
  COMPONENT: {
    name: "as a part",
    help: "The method is a part of another that was tested on the dataset: left out unless chosen.",
  },
};

export const WEIGHT: Readonly<Record<SharedWeight, { readonly name: string; readonly help: string }>> = {
  ADAMIC_ADAR: {
    name: "rarer datasets count more",
    help: "Adamic–Adar: each shared dataset counts 1 / ln(1 + methods tested on it), so that a benchmark everybody uses says little.",
  },
  COUNT: { name: "number of shared datasets", help: "Each shared dataset counts one." },
  JACCARD: {
    name: "share of all their datasets",
    help: "Jaccard: shared datasets over all datasets that either was tested on.",
  },
  COSINE: {
    name: "share, balanced",
    help: "Cosine: shared datasets over the geometric mean of both numbers of datasets.",
  },
};

export const HELP = {
  evidence: "The source rows that prove it: the row, the file and line it stands in, and what read it.",
  coverage: "What the answer rests on. Results whose entry names no known method are counted, not shown.",
  support: "How many source rows, or papers and results, stand behind it.",
  incomparable:
    "Measured in another way (split, protocol, unit or setting): the figures cannot be set against each other.",
  rank: "Place among the results that can be compared; none where it is unknown which way is better.",
} as const;

/** Returns a number with its word: `1 paper`, `2,417 papers`. */
export function counted(number: number, one: string, many: string = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
