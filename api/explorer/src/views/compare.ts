import { h } from "../ui/dom";
import type { View } from "../view";

export function makeCompare(): View {
  return {
    element: h("div", {}),
    asked: [],
    shown: { name: "compare", ids: () => [] },
    show: async () => {},
    close: () => {},
  };
}
