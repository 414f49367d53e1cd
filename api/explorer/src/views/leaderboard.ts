import { h } from "../ui/dom";
import type { View } from "../view";

export function makeLeaderboard(): View {
  return {
    element: h("div", {}),
    asked: [],
    shown: { name: "leaderboard", ids: () => [] },
    show: async () => {},
    close: () => {},
  };
}
