import { setTimeout as sleep } from 'node:timers/promises';
import type { IndexProgress } from './console/state.js';

/** ms between two looks while the index fills, and once it is full. */
const PAUSE = 500;
const LONG_PAUSE = 10_000;

/** How far the desk's index of customers has got, as its own `/readyz` tells it. */
export interface IndexWatch {
  /** Undefined: the desk has not said yet. */
  now(): IndexProgress | undefined;
  onChange(listener: () => void): void;
  stop(): void;
}

/** @param botUrl where `/readyz` is; nobody need answer there yet */
export function watchIndex(botUrl: string): IndexWatch {
  const stopping = new AbortController();
  const { signal } = stopping;
  const listeners: (() => void)[] = [];
  let progress: IndexProgress | undefined;

  async function look(): Promise<void> {
    while (!signal.aborted) {
      const seen = await ask(botUrl, signal);
      if (JSON.stringify(seen) !== JSON.stringify(progress)) {
        progress = seen;
        for (const listener of listeners) listener();
      }
      await sleep(progress?.ready ? LONG_PAUSE : PAUSE, undefined, { signal, ref: false });
    }
  }
  look().catch(() => undefined);

  return {
    now: () => progress,
    onChange: (listener) => listeners.push(listener),
    stop: () => stopping.abort(),
  };
}

async function ask(botUrl: string, signal: AbortSignal): Promise<IndexProgress | undefined> {
  try {
    const response = await fetch(`${botUrl}/readyz`, { signal });
    // The desk's own words (bots/health.ts).
    const body = (await response.json()) as { customers?: { index: string; known: number; of?: number } };
    if (!body.customers) return undefined;
    const { index, known, of } = body.customers;
    return { ready: index === 'ready', known, ...(of === undefined ? {} : { of }) };
  } catch {
    return undefined;
  }
}
