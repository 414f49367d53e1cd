import type { ProofFragment } from "../api/generated";
import { h } from "./dom";

export function evidenceList(proof: ProofFragment): HTMLElement {
  return h("ul", {}, ...proof.nodes.map((row) => h("li", {}, `${row.source} ${row.locator}`)));
}
