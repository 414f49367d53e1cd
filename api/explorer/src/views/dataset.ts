import { h } from "../ui/dom";
import type { View } from "../view";

export function makeDataset(): View {
  return {
    element: h("div", {}),
    asked: [],
    shown: { name: "dataset", ids: () => [] },
    show: async () => {},
    close: () => {},
  };
}
