import type { Answer } from '../../answer.js';
import type { Visit } from '../../context.js';
import { propose, showAsked } from '../approval/propose.js';
import { type Change, finalStates } from '../change.js';
import { present } from './draft.js';
import { notesOf } from './notes.js';

/**
 * Submits a draft exactly as it was reviewed: applied at once, or asked for where the policy wants approval. Submitting it
 * again shows how it stands; a draft that was edited since is shown for review again.
 */
export async function submit(visit: Visit, change: Change, version: number | undefined): Promise<Answer> {
  if (change.state !== 'draft') return present(visit, change);
  if (change.version !== version || notesOf(change).stage !== 'review') return present(visit, change);
  await propose(visit, change);
  // Whoever lost the race, the second press of a double click, is shown the same.
  const now = await visit.changes.get(change.id);
  if (!now) return { type: 'stale', reason: 'gone' };
  if (now.state === 'awaiting') return showAsked(visit, now);
  const answer = await present(visit, now);
  return answer.type === 'change' && finalStates.includes(now.state) ? { ...answer, told: true } : answer;
}
