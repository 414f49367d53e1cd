// The progress of a load, as the API tells it: over a socket, by asking again where none can be had.
import { Asker, ENDPOINT } from "./client";
import { type LoadFragment, LoadsDocument, WatchDocument } from "./generated";

const AGAIN = 2000;

/** Calls back with a running load whenever it changes, the last time when it is over; returns what stops it. */
export function watch(id: string, follow: (load: LoadFragment) => void): () => void {
  let stop = () => {};
  let isStopped = false;
  void subscribe(id, follow).then(
    (end) => {
      stop = end;
      if (isStopped) end();
    },
    () => {
      stop = poll(id, follow);
      if (isStopped) stop();
    },
  );
  return () => {
    isStopped = true;
    stop();
  };
}

async function subscribe(id: string, follow: (load: LoadFragment) => void): Promise<() => void> {
  const { createClient } = await import("graphql-ws");
  const url = new URL(ENDPOINT);
  url.protocol = url.protocol.replace("http", "ws");
  const client = createClient({ url: url.href, retryAttempts: 2 });
  let end = () => {};
  let stopPolling = () => {};
  end = client.subscribe<{ run: LoadFragment }>(
    { query: WatchDocument.toString(), variables: { id } },
    {
      next: ({ data }) => data && follow(data.run),
      error: () => {
        stopPolling = poll(id, follow);
      },
      complete: () => {},
    },
  );
  return () => {
    end();
    stopPolling();
  };
}

function poll(id: string, follow: (load: LoadFragment) => void): () => void {
  const asker = new Asker();
  const timer = setInterval(async () => {
    const { runs } = await asker.ask(LoadsDocument, { first: 20, after: null });
    const load = runs.nodes.find((item) => item.id === id);
    if (load) follow(load);
    if (load?.state !== "RUNNING") clearInterval(timer);
  }, AGAIN);
  return () => {
    clearInterval(timer);
    asker.stop();
  };
}
