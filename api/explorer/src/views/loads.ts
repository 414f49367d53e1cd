import { h } from "../ui/dom";
import type { View } from "../view";

export function makeLoads(): View {
  return {
    element: h("div", {}),
    asked: [],
    shown: { name: "loads", ids: () => [] },
    show: async () => {},
    close: () => {},
  };
}
