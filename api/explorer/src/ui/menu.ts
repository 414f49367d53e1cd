// A button that opens a short list of things to do.
import { type Child, fill, h } from "./dom";

/** Returns a button with a menu whose items are made when it opens; it closes on a choice, on Escape, and when the focus leaves. */
export function menu(name: string, help: string, items: () => readonly Child[]): HTMLElement {
  const list = h("div", { role: "menu", class: "menu", hidden: true, "aria-label": help });
  const button = h("button", { type: "button", title: help, "aria-haspopup": "menu", "aria-expanded": "false" }, name);
  const open = (isOpen: boolean) => {
    list.hidden = !isOpen;
    button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    fill(list, ...items());
    list.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  };
  const element = h("div", { class: "with-menu" }, button, list);
  button.addEventListener("click", () => open(list.hidden === true));
  list.addEventListener("click", (event) => (event.target as Element).closest("[role=menuitem]") && open(false));
  element.addEventListener("focusout", (event) => !element.contains(event.relatedTarget as Node | null) && open(false));
  element.addEventListener("keydown", (event) => {
    const all = [...list.querySelectorAll<HTMLElement>("[role=menuitem]")];
    const at = all.indexOf(document.activeElement as HTMLElement);
    if (event.key === "Escape") {
      open(false);
      button.focus();
    } else if (event.key === "ArrowDown" && !list.hidden) all[(at + 1) % all.length]?.focus();
    else if (event.key === "ArrowUp" && !list.hidden) all[(at - 1 + all.length) % all.length]?.focus();
    else return;
    event.preventDefault();
  });
  return element;
}
