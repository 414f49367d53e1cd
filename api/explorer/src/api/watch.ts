// The progress of a load, as the API tells it over a socket.
import { createClient } from "graphql-ws";
import { ENDPOINT } from "./client";
import { type LoadFragment, WatchDocument } from "./generated";

const RETRIES = 10;

/** Calls back with a load whenever it has changed, until it is over; a lost socket is opened again. Returns what stops it. */
export function watch(id: string, follow: (load: LoadFragment) => void, fail: () => void): () => void {
  const url = new URL(ENDPOINT);
  url.protocol = url.protocol.replace("http", "ws");
  const client = createClient({ url: url.href, retryAttempts: RETRIES, shouldRetry: () => true });
  return client.subscribe<{ run: LoadFragment }>(
    { query: WatchDocument.toString(), variables: { id } },
    { next: ({ data }) => data && follow(data.run), error: fail, complete: () => {} },
  );
}
