// What the frame of the page knows of a view.
import type { Asked } from "./api/client";
import type { Id, Place } from "./state/place";
import type { Places } from "./state/places";

export interface View {
  readonly element: HTMLElement;
  /** Shows a place of this view; settles when all of it stands. What goes wrong is thrown, and shown by the frame. */
  show(place: Place): Promise<void>;
  /** Lets go of everything; nothing is shown after. */
  close(): void;
  /** The operations behind what is shown, that of the view itself first. */
  readonly asked: readonly Asked[];
  /** What can be downloaded of it: the nodes that are shown, and files made by the view itself. */
  readonly shown: Shown;
}

export interface Shown {
  /** A name for files. */
  readonly name: string;
  /** The ids of the nodes that are shown, for the formats that the API writes. */
  ids(): readonly Id[];
  /** The picture, when there is one. */
  picture?(): SVGSVGElement;
  /** The table, when there is one: rows of cells, the header first. */
  table?(): readonly (readonly (string | number | null)[])[];
}

export interface Frame {
  readonly places: Places;
  /** Asks and shows once more what is shown. */
  again(): void;
  /** Tells a screen reader. */
  announce(text: string): void;
}

export type ViewMaker = (frame: Frame) => View;
