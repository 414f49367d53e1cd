import { GraphiQL, type GraphiQLProps } from "graphiql";
import "graphiql/style.css";
import { createElement } from "react";
import { createRoot } from "react-dom/client";
import "./page.css";

const FIRST_QUERY = `# Which methods share datasets with FCN? Ctrl-Enter runs it, Ctrl-Space completes, the book shows the schema.
{
  method(by: { name: "FCN" }) {
    sharesDatasetsWith(first: 5) {
      edges {
        node { name }
        sharedCount
        score
        sharedDatasets { nodes { name } }
      }
    }
  }
}
`;

/** Posts an operation to the address of this page itself, whatever path a proxy shows it at. */
const fetcher: GraphiQLProps["fetcher"] = async (operation, options) => {
  const headers = { accept: "application/json", "content-type": "application/json", ...options?.headers };
  const answer = await fetch(location.pathname, { method: "POST", headers, body: JSON.stringify(operation) });
  return answer.json();
};

/** What the address fills in: `?query=…&variables=…&operationName=…`; what it does not name is as it was left. */
function given(): Partial<GraphiQLProps> {
  const written = new URLSearchParams(location.search);
  const names = ["query", "variables", "operationName"] as const;
  return Object.fromEntries(names.flatMap((name) => (written.has(name) ? [[name, written.get(name)]] : [])));
}

const place = document.getElementById("graphiql");
if (place) createRoot(place).render(createElement(GraphiQL, { fetcher, defaultQuery: FIRST_QUERY, ...given() }));
