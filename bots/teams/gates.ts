import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Reference, roomOf } from './reply-to.js';

/** How long a client may need to show the answer to an invoke after it was sent. */
const GRACE_MS = 300;

export interface Gates {
  /** Closes the gate of a message until the returned function is called. */
  close(reference: Reference, message: string): () => void;
  /** Resolves when the message may be changed. */
  passed(reference: Reference, message: string): Promise<void>;
}

/**
 * Keeps the change of a pressed card behind the HTTP answer to the press. The two travel by different ways; a final card
 * that overtook "working" would be covered by it for good.
 */
export function createGates(): Gates {
  const closed = new Map<string, Promise<void>>();
  return {
    close(reference, message) {
      const key = keyOf(reference, message);
      const opening = new AbortController();
      const gate = once(opening.signal, 'abort').then(() => sleep(GRACE_MS));
      closed.set(key, gate);
      void gate.then(() => {
        if (closed.get(key) === gate) closed.delete(key);
      });
      return () => opening.abort();
    },
    passed: (reference, message) => closed.get(keyOf(reference, message)) ?? Promise.resolve(),
  };
}

const keyOf = (reference: Reference, message: string) => `${roomOf(reference.conversation)} ${message}`;
