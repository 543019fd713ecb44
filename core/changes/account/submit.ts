import type { Answer } from '../../answer.js';
import type { Visit } from '../../context.js';
import { type Change, differencesOf, pick } from '../change.js';
import { digestOf } from '../digest.js';
import { valuesForJournal } from '../ending.js';
import { present } from './draft.js';
import { notesOf } from './notes.js';

/** How long an approved change is tried while Partner Center cannot be reached. */
const TRIED_FOR_MS = 3 * 24 * 3600_000;

/**
 * Submits a draft exactly as it was reviewed, and applies it. Submitting it again shows how it stands; a draft that was
 * edited since is shown for review again.
 */
export async function submit(visit: Visit, change: Change, version: number | undefined): Promise<Answer> {
  if (change.state !== 'draft') return present(visit, change);
  if (change.version !== version || notesOf(change).stage !== 'review') return present(visit, change);
  const differences = differencesOf(change.before, change.after);
  const approved = await visit.changes.move(
    change,
    {
      to: 'proposed',
      fact: 'change.proposed',
      roles: visit.roles,
      detail: valuesForJournal(change),
      set: {
        afterJson: JSON.stringify(
          pick(
            change.after,
            differences.map(({ path }) => path),
          ),
        ),
        digest: digestOf(change.customer.id, change.kind, differences),
        expiresAt: visit.now() + TRIED_FOR_MS,
        correlationId: visit.correlationId,
      },
    },
    // The policy asks for no approval of account info. One transaction, so that no crash leaves it between the two.
    { to: 'approved', fact: 'change.approved', detail: { by: 'policy' } },
  );
  if (approved) await visit.applier.apply(approved.id);
  // Without it somebody was faster: the second press of a double click, or the same one delivered twice.
  const now = await visit.changes.get(change.id);
  return now ? present(visit, now) : { type: 'stale', reason: 'gone' };
}
