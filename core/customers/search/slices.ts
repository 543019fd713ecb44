import { setImmediate as turn } from 'node:timers/promises';

/** How long work may keep everything else waiting, ms. A quarter of what the desk allows: the machine may be slow. */
const SLICE_MS = 5;

/** Cuts long work into slices, between which the event loop turns. Works that share them go on in the order in which they began. */
export interface Slices {
  /** Whether it is time to give way. */
  isOver(): boolean;
  /** Lets everything else go first. */
  giveWay(): Promise<void>;
}

/** A slice is counted from the first work within one turn of the event loop: many short works in a row are as long as a long one. */
export function createSlices(): Slices {
  let until: number | undefined;
  return {
    isOver() {
      if (until === undefined) {
        until = performance.now() + SLICE_MS;
        setImmediate(() => {
          until = undefined;
        });
      }
      return performance.now() > until;
    },
    giveWay: () => turn(),
  };
}
