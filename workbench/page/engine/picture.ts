/**
 * A drawing of a configuration, said in boxes, lanes and arrows: what a calculus gives, and the page draws once for all
 * (parts/picture.tsx). Boxes stand in lanes, in their order; arrows lead from box to box.
 */

/** What something means; the same colours as in all views. */
export type Meaning = 'redex' | 'in-the-way' | 'changed' | 'new' | 'waits';

export interface PictureBox {
  /** Unique in the picture. */
  readonly id: string;
  readonly title: string;
  /** Lines of text in it. */
  readonly lines: readonly string[];
  readonly meaning?: Meaning;
}

/** A column of boxes: the stack, the heap, a thread, a participant. */
export interface PictureLane {
  readonly title: string;
  readonly boxes: readonly PictureBox[];
}

export interface PictureArrow {
  readonly from: string;
  readonly to: string;
  readonly label?: string;
  readonly meaning?: Meaning;
}

export interface Picture {
  /** What it shows, in a sentence: for whoever does not see it. */
  readonly sentence: string;
  readonly lanes: readonly PictureLane[];
  readonly arrows: readonly PictureArrow[];
}

/** A named part of a configuration, as text. */
export interface Section {
  readonly title: string;
  readonly items: readonly {
    readonly name: string;
    readonly text: string;
    readonly meaning?: Meaning;
    readonly note?: string;
  }[];
}
