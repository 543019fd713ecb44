import type { Action } from '../action.js';
import type { Answer } from '../answer.js';
import type { Visit } from '../context.js';
import { may, needed } from '../roles/policy.js';
import type { Change } from './change.js';
import { askingFor } from './kind.js';

/** What a button names does not exist, or is not for whoever pressed it to know. */
export const gone: Answer = { type: 'stale', reason: 'gone' };

/** A change that was asked for, by anybody. Drafts are their owner's alone, and nothing to decide on. */
export async function withAskedChange(
  visit: Visit,
  id: string | undefined,
  run: (change: Change) => Promise<Answer>,
  draft: (change: Change) => Promise<Answer> = async () => gone,
): Promise<Answer> {
  const change = id === undefined ? undefined : await visit.changes.get(id);
  if (!change) return gone;
  if (change.state !== 'draft') return run(change);
  return change.requester === visit.person.id ? draft(change) : gone;
}

/** A change of one's own, draft or not. Another person's is refused. */
export async function withOwnChange(
  visit: Visit,
  { id }: Action,
  run: (change: Change) => Promise<Answer>,
): Promise<Answer> {
  const change = id === undefined ? undefined : await visit.changes.get(id);
  if (!change) return gone;
  if (change.requester === visit.person.id) return run(change);
  return {
    type: 'refused',
    reason: 'notYours',
    needed: needed(visit.policy, askingFor[change.kind]),
    have: visit.roles,
  };
}

/** The refusal of somebody who may not ask for a change of this kind (any more). */
export function lacksRole(visit: Visit, change: Change): Answer | undefined {
  const needs = askingFor[change.kind];
  if (may(visit.policy, needs, visit.roles)) return undefined;
  return { type: 'refused', reason: 'role', needed: needed(visit.policy, needs), have: visit.roles };
}
