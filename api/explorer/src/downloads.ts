// What is shown, as files: pictures made here, graphs and references made by the API, tables made here.
import { Asker } from "./api/client";
import { type ExportFormat, FileDocument } from "./api/generated";
import type { Child } from "./ui/dom";
import { h } from "./ui/dom";
import { menu } from "./ui/menu";
import type { Shown } from "./view";

interface Format {
  readonly name: string;
  readonly ending: string;
  readonly type: string;
  readonly format: ExportFormat;
}

const MADE_BY_THE_API: readonly Format[] = [
  { name: "GEXF (Gephi)", ending: "gexf", type: "application/gexf+xml", format: "GEXF" },
  { name: "GraphML", ending: "graphml", type: "application/graphml+xml", format: "GRAPHML" },
  { name: "VOSviewer JSON", ending: "vosviewer.json", type: "application/json", format: "VOSVIEWER" },
  { name: "CSV (edges)", ending: "edges.csv", type: "text/csv", format: "CSV" },
  { name: "BibTeX (papers)", ending: "bib", type: "application/x-bibtex", format: "BIBTEX" },
];
const AT_MOST = 1000;
const SCALE = 2;

/** Returns the menu of downloads of what is shown. */
export function downloads(shown: () => Shown | null, announce: (text: string) => void): HTMLElement {
  return menu("Download", "What is shown, as a file", () => {
    const now = shown();
    const items = now ? itemsOf(now, announce) : [];
    return items.length > 0 ? items : [h("p", {}, "Nothing is shown that could be downloaded.")];
  });
}

function itemsOf(shown: Shown, announce: (text: string) => void): Child[] {
  const item = (name: string, make: () => Promise<Blob> | Blob, ending: string) =>
    h(
      "button",
      { type: "button", role: "menuitem", on: { click: () => void save(make, `${shown.name}.${ending}`, announce) } },
      name,
    );
  const { picture, table } = shown;
  const items: Child[] = [];
  if (picture) {
    items.push(
      item("PNG", () => png(picture()), "png"),
      item("SVG", () => new Blob([textOf(picture())], { type: "image/svg+xml" }), "svg"),
    );
  }
  if (table) items.push(item("CSV (table)", () => new Blob([csv(table())], { type: "text/csv" }), "csv"));
  const ids = shown.ids();
  const cutOff = ids.length > AT_MOST ? `, the first ${AT_MOST} of ${ids.length} nodes` : "";
  if (ids.length > 0)
    items.push(
      ...MADE_BY_THE_API.map((format) => item(format.name + cutOff, () => written(ids, format), format.ending)),
    );
  return items;
}

async function save(make: () => Promise<Blob> | Blob, name: string, announce: (text: string) => void): Promise<void> {
  try {
    const address = URL.createObjectURL(await make());
    h("a", { href: address, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    announce(`${name} saved`);
  } catch (error) {
    announce(`${name} could not be made: ${(error as Error).message}`);
  }
}

async function written(ids: readonly string[], format: Format): Promise<Blob> {
  const some = ids.slice(0, AT_MOST);
  const { neighbourhood } = await new Asker().ask(FileDocument, {
    ids: [...some],
    limit: some.length,
    format: format.format,
  });
  return new Blob([neighbourhood.export], { type: format.type });
}

function textOf(picture: SVGSVGElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
}

async function png(picture: SVGSVGElement): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([textOf(picture)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = h("canvas", { width: image.width * SCALE, height: image.height * SCALE });
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (!blob) throw new Error("the picture is too large for this browser");
    return blob;
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Returns rows as CSV (RFC 4180). */
export function csv(rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null) => {
    const text = value === null ? "" : String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}
