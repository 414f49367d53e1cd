import { GraphiQL, type GraphiQLProps } from "graphiql";
import "graphiql/style.css";
import { createElement, type ReactElement, useState } from "react";
import { createRoot } from "react-dom/client";
import { nameEditors } from "./access";
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

type Operation = Parameters<GraphiQLProps["fetcher"]>[0];

/** The operation without a name that its text does not hold: GraphiQL understands what is typed a moment after it may be run. */
function stillNamed({ operationName, ...operation }: Operation): Operation {
  const isThere = operationName && operation.query.split(/\W+/).includes(operationName);
  return isThere ? { ...operation, operationName } : operation;
}

/** Posts an operation to this page's own address, whatever path a proxy shows it at; what is no JSON is told as an error. */
const fetcher: GraphiQLProps["fetcher"] = async (operation, options) => {
  const headers = { accept: "application/json", "content-type": "application/json", ...options?.headers };
  const answer = await fetch(location.pathname, {
    method: "POST",
    headers,
    body: JSON.stringify(stillNamed(operation)),
  });
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return { errors: [{ message: text || `${answer.status} ${answer.statusText}` }] };
  }
};

/** What the address fills in: `?query=…&variables=…&operationName=…`; what it does not name is as it was left. */
function given(): Partial<GraphiQLProps> {
  const written = new URLSearchParams(location.search);
  const names = ["query", "variables", "operationName"] as const;
  return Object.fromEntries(names.flatMap((name) => (written.has(name) ? [[name, written.get(name)]] : [])));
}

/** GraphiQL as the address says; the operation that it names is run until the text is edited, which may rename it. */
function Editor(): ReactElement {
  const [{ operationName, ...filled }, fill] = useState(given);
  const edited = (text: string) => text !== filled.query && fill(filled);
  const named = operationName ? { operationName, onEditQuery: edited } : {};
  return createElement(GraphiQL, { fetcher, defaultQuery: FIRST_QUERY, ...filled, ...named });
}

const place = document.getElementById("graphiql");
if (place) {
  nameEditors(place);
  createRoot(place).render(createElement(Editor));
}
