// The text fields of CodeMirror come without names.
const NAMES: [selector: string, name: string][] = [
  [".graphiql-query-editor", "Operation"],
  [".graphiql-editor-tool > .graphiql-editor:nth-child(1)", "Variables"],
  [".graphiql-editor-tool > .graphiql-editor:nth-child(2)", "Headers"],
  [".result-window", "Response"],
];

/** Names the editors below an element for those who listen to the page, also those that are yet to come. */
export function nameEditors(root: HTMLElement): void {
  const name = () => {
    for (const [selector, text] of NAMES)
      for (const field of root.querySelectorAll(`${selector} textarea:not([aria-label])`))
        field.setAttribute("aria-label", text);
  };
  new MutationObserver(name).observe(root, { childList: true, subtree: true });
}
