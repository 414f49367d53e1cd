// What was tried on a dataset: the rare methods, and the usual ones that everybody tries.
import type { TriedQuery } from "../api/generated";

export type Tried = NonNullable<TriedQuery["dataset"]>;
export type Tested = Tried["testedMethods"]["edges"][number];
export type Evaluating = Tried["evaluatedBy"]["edges"][number];

/** A method that was tested on more datasets than this is a usual one. */
export const USUAL = 20;

/** Returns the methods that are worth a look, rarest first as they come, and the usual ones. */
export function parted(edges: readonly Tested[]): { rare: Tested[]; usual: Tested[] } {
  return {
    rare: edges.filter((edge) => edge.datasetCount <= USUAL),
    usual: edges.filter((edge) => edge.datasetCount > USUAL),
  };
}

/** Returns papers that evaluate on it and report no result at all. */
export function withoutResult(edges: readonly Evaluating[]): Evaluating[] {
  return edges.filter((edge) => edge.node.reports.totalCount === 0);
}
