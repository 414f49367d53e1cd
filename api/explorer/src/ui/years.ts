// A slider over the years of publication, which can play.
import { h } from "./dom";

const TICK = 900;

export interface Years {
  readonly element: HTMLElement;
  /** Shows the years there are and the one chosen; null shows all. */
  show(range: readonly [number, number] | null, until: number | null): void;
  close(): void;
}

/** Returns the slider; `choose` is called with a year, or null for all. */
export function years(choose: (until: number | null) => void): Years {
  const input = h("input", {
    type: "range",
    "aria-label": "Published until",
    on: { input: () => pick(Number(input.value)) },
  });
  const said = h("output", {});
  const play = h(
    "button",
    { type: "button", title: "Play the years one after the other", on: { click: () => (timer ? stop() : start()) } },
    "Play",
  );
  const element = h("div", { class: "years", hidden: true }, play, input, said);
  let timer = 0;
  const pick = (year: number) => choose(year >= Number(input.max) ? null : year);
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.textContent = "Play";
  };
  const start = () => {
    const first = Number(input.value) >= Number(input.max) ? Number(input.min) : Number(input.value);
    pick(first);
    play.textContent = "Stop";
    timer = window.setInterval(() => {
      const next = Number(input.value) + 1;
      pick(next);
      if (next >= Number(input.max)) stop();
    }, TICK);
  };
  return {
    element,
    show(range, until) {
      element.hidden = range === null || range[0] === range[1];
      if (range === null) return;
      input.min = String(range[0]);
      input.max = String(range[1]);
      input.value = String(until ?? range[1]);
      said.textContent = until === null ? `all years, ${range[0]}–${range[1]}` : `until ${until}`;
    },
    close: stop,
  };
}
