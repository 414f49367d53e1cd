// Switches that several views have: by which support a method counts as tested, and choices among a few.
import type { Via } from "../api/generated";
import { VIAS } from "../state/place";
import { VIA } from "../words";
import { h } from "./dom";

/** Returns the choice of support; `choose` is called with all that are switched on. */
export function viaSwitches(chosen: readonly Via[], choose: (via: readonly Via[]) => void): HTMLElement {
  const item = (via: Via) => {
    const flip = () => choose(VIAS.filter((other) => (other === via ? !chosen.includes(via) : chosen.includes(other))));
    return h(
      "label",
      { title: VIA[via].help },
      h("input", { type: "checkbox", checked: chosen.includes(via), on: { change: flip } }),
      VIA[via].name,
    );
  };
  return h("fieldset", { class: "switches" }, h("legend", {}, "Counts as tested by"), ...VIAS.map(item));
}

/** Returns a choice of one among some. */
export function choiceOf<T extends string>(
  label: string,
  among: readonly (readonly [T, string])[],
  chosen: T,
  choose: (value: T) => void,
  help = "",
): HTMLElement {
  const select = h(
    "select",
    { title: help, on: { change: () => choose(select.value as T) } },
    ...among.map(([value, name]) => h("option", { value, selected: value === chosen }, name)),
  );
  return h("label", { class: "choice" }, `${label} `, select);
}

/** Returns a switch. */
export function switchOf(label: string, isOn: boolean, flip: (isOn: boolean) => void, help = ""): HTMLElement {
  return h(
    "label",
    { class: "choice", title: help },
    h("input", { type: "checkbox", checked: isOn, on: { change: () => flip(!isOn) } }),
    label,
  );
}
