// The public GraphQL API: one function that asks, and what it asked.
import type { TypedDocumentString } from "./generated";

export interface Candidate {
  readonly id: string;
  readonly name: string;
  readonly year: number | null;
  readonly paper: string | null;
}

/** What went wrong, in words; `code` as in `extensions.code` of the API, or OFFLINE when no answer came. */
export class AskError extends Error {
  constructor(
    message: string,
    readonly code: string,
    readonly candidates: readonly Candidate[] = [],
  ) {
    super(message);
  }
}

/** An operation as it was asked: its text and its variables. */
export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions?: { code?: string; candidates?: Candidate[] } }[];
}

export const ENDPOINT = new URL("graphql", document.baseURI);

/** Asks on behalf of one view: it keeps what was asked, and can be stopped. */
export class Asker {
  readonly asked: Asked[] = [];
  readonly #stop = new AbortController();

  /** Returns the data of an operation. AskError when it has errors, or no answer comes; the same when stopped (`isStopped`). */
  async ask<T, V extends Readonly<Record<string, unknown>>>(
    document: TypedDocumentString<T, V>,
    variables: V,
  ): Promise<T> {
    const operation = { query: document.toString().trim(), variables };
    this.asked.push(operation);
    return (await send(operation, this.#stop.signal)) as T;
  }

  get isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  stop(): void {
    this.#stop.abort();
  }
}

async function send(operation: Asked, signal: AbortSignal): Promise<unknown> {
  const body = JSON.stringify(operation);
  const headers = { "content-type": "application/json", accept: "application/graphql-response+json, application/json" };
  let response: Response;
  try {
    response = await fetch(ENDPOINT, { method: "POST", headers, body, signal });
  } catch (error) {
    throw signal.aborted ? error : new AskError("The server does not answer. Is `citegraph serve` running?", "OFFLINE");
  }
  const answer = await read(response);
  const [error] = answer.errors ?? [];
  if (error) throw new AskError(error.message, error.extensions?.code ?? "INTERNAL", error.extensions?.candidates);
  return answer.data;
}

async function read(response: Response): Promise<Answer> {
  try {
    return (await response.json()) as Answer;
  } catch {
    throw new AskError(
      `The server answered ${response.status} ${response.statusText}, which is no answer to a question.`,
      "INTERNAL",
    );
  }
}
