import { setImmediate } from 'node:timers/promises';

/** How long a piece of work may keep everything else waiting, ms. A quarter of what the desk allows: the machine may be slow. */
const SLICE_MS = 5;

/** Cuts long work into slices, between which the event loop turns. */
export interface Slices {
  /** Whether it is time to give way. */
  isOver(): boolean;
  /** Lets everything else go first, and begins the next slice. */
  giveWay(): Promise<void>;
}

export function createSlices(): Slices {
  let until = performance.now() + SLICE_MS;
  return {
    isOver: () => performance.now() > until,
    async giveWay() {
      await setImmediate();
      until = performance.now() + SLICE_MS;
    },
  };
}
