// Elements made of values. Texts become text nodes: nothing here, nor anywhere in the explorer, reads HTML.
export type Child = Node | string | number | null | undefined | false | readonly Child[];

type Handlers = { readonly [E in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[E]) => void };

export interface Props {
  readonly on?: Handlers;
  /** Attributes; true is an empty one, false, null and undefined none. */
  readonly [attribute: string]: string | number | boolean | null | undefined | Handlers;
}

/** Returns an element with attributes, listeners and children. */
export function h<T extends keyof HTMLElementTagNameMap>(
  tag: T,
  props: Props = {},
  ...children: Child[]
): HTMLElementTagNameMap[T] {
  const element = document.createElement(tag);
  set(element, props);
  append(element, children);
  return element;
}

/** Returns an element of SVG, likewise. */
export function svg<T extends keyof SVGElementTagNameMap>(
  tag: T,
  props: Props = {},
  ...children: Child[]
): SVGElementTagNameMap[T] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  set(element, props);
  append(element, children);
  return element;
}

/** Puts children in the place of those an element has. */
export function fill(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  append(element, children);
}

function set(element: Element, props: Props): void {
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") {
      for (const [event, handler] of Object.entries(value as Handlers))
        element.addEventListener(event, handler as EventListener);
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
}

function append(element: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(element, child as readonly Child[]);
    else element.append(child instanceof Node ? child : String(child));
  }
}
