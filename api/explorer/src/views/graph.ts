import { h } from "../ui/dom";
import type { View } from "../view";

export function makeGraph(): View {
  return {
    element: h("div", {}),
    asked: [],
    shown: { name: "graph", ids: () => [] },
    show: async () => {},
    close: () => {},
  };
}
