import { byId } from './dom.js';

/** ms that a sentence stays */
const STAY = 4000;
let timer: number | undefined;

/** Says one sentence at the bottom of the page. */
export function toast(text: string): void {
  const element = byId('toast');
  element.textContent = text;
  element.classList.add('shown');
  window.clearTimeout(timer);
  timer = window.setTimeout(() => element.classList.remove('shown'), STAY);
}

/** Runs what a press asked for; what goes wrong is said, never thrown into the void. */
export function attempt(work: Promise<void>): Promise<void> {
  return work.catch((error: unknown) => toast(error instanceof Error ? error.message : 'That did not work'));
}
