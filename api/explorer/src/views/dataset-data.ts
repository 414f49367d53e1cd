// What was tried on a dataset: the rare methods, and the usual ones that everybody tries.
import type { ConfigurationFragment, TriedQuery, VariantsQuery } from "../api/generated";

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

type Method = NonNullable<VariantsQuery["method"]>;
type Variant = Method["variants"]["edges"][number];

/** A result of a method, or of a variant of it, on a dataset. */
export interface Configuration {
  readonly variant: Variant | null;
  readonly result: ConfigurationFragment;
}

/** Returns the results of a method and of its variants on some datasets (a suite and its parts), the method's own first. */
export function configurationsOf(method: Method, datasets: ReadonlySet<string>): Configuration[] {
  const here = (result: ConfigurationFragment) => result.on.nodes.some((node) => datasets.has(node.id));
  const own = method.results.nodes.filter(here).map((result) => ({ variant: null, result }));
  const rest = method.variants.edges.flatMap((variant) =>
    variant.node.results.nodes.filter(here).map((result) => ({ variant, result })),
  );
  return [...own, ...rest];
}
