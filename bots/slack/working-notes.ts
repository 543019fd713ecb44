import type { Receipt } from '../../core/reception.js';
import type { Log } from '../../core/log.js';
import type { ReplyTo } from './reply-to.js';

export type WorkingNotes = ReturnType<typeof createWorkingNotes>;

/**
 * "Working" for requests that were acknowledged at once: shown where the answer will stand, when the answer takes longer
 * than `patience` ms. The answer waits for a note that is being written, so that the note never comes last.
 */
export function createWorkingNotes({ patience, log }: { patience: number; log: Log }) {
  const notes = new Map<string, { timer: NodeJS.Timeout; shown?: Promise<ReplyTo | undefined> }>();

  return {
    /** @param show writes the note; gives a better place for the answer, if there is one now */
    plan(key: string, receipt: Receipt, show: () => Promise<ReplyTo | undefined>): void {
      const write = async () => {
        try {
          const better = await show();
          // For a restart: until then `settle` knows.
          if (better) await receipt.redirect(better);
          return better;
        } catch (error) {
          log.warn({ err: error }, '"working" could not be shown in Slack');
          return undefined;
        }
      };
      const timer = setTimeout(() => notes.set(key, { timer, shown: write() }), patience);
      timer.unref();
      notes.set(key, { timer });
    },
    /** No note from now on; the better place, when one was written. */
    async settle(key: string): Promise<ReplyTo | undefined> {
      const note = notes.get(key);
      notes.delete(key);
      if (note) clearTimeout(note.timer);
      return note?.shown;
    },
    clear(): void {
      for (const { timer } of notes.values()) clearTimeout(timer);
      notes.clear();
    },
  };
}
