import "./styles/main.css";
import { Page } from "./frame";
import { h } from "./ui/dom";
import { Pictures } from "./views/pictures";

const root = document.getElementById("app") ?? document.body.appendChild(h("div", { id: "app" }));

const pictures = new Pictures();

new Page(root, [
  {
    view: "home",
    name: "Start",
    help: "What there is in this graph",
    make: async () => (await import("./views/home")).makeHome,
  },
  {
    view: "graph",
    name: "Graph",
    help: "What is around a node, drawn",
    ahead: (place) => pictures.ahead(place),
    make: async () => {
      const { makeGraph } = await import("./views/graph");
      return (frame) => makeGraph(frame, pictures);
    },
  },
  {
    view: "shared",
    name: "Shared datasets",
    help: "Which methods share datasets with one",
    make: async () => (await import("./views/shared")).makeShared,
  },
  {
    view: "dataset",
    name: "Dataset",
    help: "Everything that was tried on a dataset",
    make: async () => (await import("./views/dataset")).makeDataset,
  },
  {
    view: "compare",
    name: "Compare",
    help: "Methods head to head",
    make: async () => (await import("./views/compare")).makeCompare,
  },
  {
    view: "leaderboard",
    name: "Leaderboard",
    help: "The results on a dataset over time",
    make: async () => (await import("./views/leaderboard")).makeLeaderboard,
  },
  {
    view: "loads",
    name: "Loads",
    help: "What was loaded, and what is being loaded",
    make: async () => (await import("./views/loads")).makeLoads,
  },
]);
