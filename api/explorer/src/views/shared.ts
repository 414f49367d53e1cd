import { h } from "../ui/dom";
import type { View } from "../view";

export function makeShared(): View {
  return {
    element: h("div", {}),
    asked: [],
    shown: { name: "shared", ids: () => [] },
    show: async () => {},
    close: () => {},
  };
}
