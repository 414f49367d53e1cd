// Layouts, made by a worker; asked for again, one that is under way is forgotten.
import type { Id } from "../state/place";
import type { Drawing, Point } from "./layout";
import type { Request, Response } from "./layout.worker";

export class Layouts {
  readonly #worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
  readonly #waiting = new Map<number, { done(points: ReadonlyMap<Id, Point>): void; fail(error: Error): void }>();
  #turn = 0;

  constructor() {
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Response>) => {
      this.#waiting.get(data.turn)?.done(data.points);
      this.#waiting.delete(data.turn);
    });
    this.#worker.addEventListener("error", (event) => {
      for (const { fail } of this.#waiting.values())
        fail(new Error(`The picture could not be laid out: ${event.message}`));
      this.#waiting.clear();
    });
  }

  /** Returns where the nodes of a drawing stand. */
  of(drawing: Drawing): Promise<ReadonlyMap<Id, Point>> {
    this.#turn += 1;
    const turn = this.#turn;
    return new Promise((done, fail) => {
      this.#waiting.set(turn, { done, fail });
      this.#worker.postMessage({ turn, drawing } satisfies Request);
    });
  }

  close(): void {
    this.#worker.terminate();
  }
}
