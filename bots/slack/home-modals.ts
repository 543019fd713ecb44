/** How many open modals are remembered; of the oldest the Home tab waits until it is opened again. */
const MOST = 1_000;

export type HomeModals = ReturnType<typeof createHomeModals>;

/** The modals that were opened from the Home tab: the tab is published anew after what was done in one. */
export function createHomeModals() {
  const views = new Set<string>();
  const planned = new Map<string, () => void>();
  return {
    /** A press in the Home tab opened this modal. */
    opened(view: string): void {
      views.add(view);
      const [oldest] = views;
      if (views.size > MOST && oldest !== undefined) views.delete(oldest);
    },
    /** `publish` is called once the turn with this key is answered, if its modal came from the Home tab. */
    plan(view: string, key: string, publish: () => void): void {
      if (views.has(view)) planned.set(key, publish);
    },
    /** The turn with this key has its answer. */
    settle(key: string): void {
      const publish = planned.get(key);
      planned.delete(key);
      publish?.();
    },
  };
}
