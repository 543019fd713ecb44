import { randomUUID } from 'node:crypto';
import { journal } from '../../journal/journal.js';
import type { Fields } from '../../partner/fields.js';
import type { Db } from '../../store/tables.js';
import { type Change, changePaths, differencesOf } from '../change.js';
import { digestOf } from '../digest.js';
import { valuesForJournal } from '../ending.js';

/**
 * Writes the removal of a temporary permission that has come to its end, approved: it was part of what was signed, and
 * runs whatever became of the roles of those people.
 */
export async function scheduleRemoval(tx: Db, given: Change, now: number): Promise<void> {
  if (given.state !== 'applied') return;
  const before: Fields = {};
  const after: Fields = {};
  for (const path of changePaths.filter((one) => one in given.after)) {
    before[path] = given.after[path] ?? '';
    after[path] = given.before[path] ?? '';
  }
  const id = randomUUID();
  await tx
    .insertInto('changes')
    .values({
      id,
      kind: given.kind,
      state: 'approved',
      version: 1,
      customer: given.customer.id,
      customerJson: JSON.stringify(given.customer),
      beforeJson: JSON.stringify(before),
      afterJson: JSON.stringify(after),
      notesJson: '{}',
      digest: digestOf(given.customer.id, given.kind, differencesOf(before, after)),
      requester: given.requester,
      requesterName: given.requesterName,
      requesterChatJson: JSON.stringify(given.reader),
      reason: given.reason,
      predecessor: given.id,
      correlationId: randomUUID(),
      scheduled: 1,
      attempts: 0,
      merged: 0,
      fence: 0,
      createdAt: now,
      updatedAt: now,
    })
    .execute();
  await journal(tx, {
    fact: 'change.scheduled',
    at: now,
    customer: given.customer.id,
    change: id,
    detail: { gave: given.id, kind: given.kind, ...valuesForJournal({ before, after }) },
  });
}
