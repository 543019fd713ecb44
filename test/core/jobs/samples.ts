import type { Insertable } from 'kysely';
import type { Answer } from '../../../core/answer.js';
import type { Reader } from '../../../core/delivery.js';
import type { ChangesTable, InboxTable, OutboxTable } from '../../../core/store/tables.js';
import type { Turn } from '../../../core/turn.js';

/** What somebody typed in Slack; `argument` is easily found again in places where it must not stand. */
export function sampleTurn(delivery: string, argument = 'Fabrikam Rosengarten'): Turn {
  const { user, place, locale } = sampleReader;
  return { delivery, user, place, locale, act: { type: 'command', command: 'find', argument } };
}

export const sampleReader: Reader = {
  user: { platform: 'slack', tenant: 'T100', user: 'U200', name: 'Wilhelmina Okonkwo', standing: 'member' },
  place: { platform: 'slack', team: 'T100', channel: 'D300', kind: 'personal', external: false },
  locale: 'en-GB',
};

export const sampleAnswer: Answer = { type: 'nothingFound', query: 'Fabrikam Rosengarten' };

/** A change as core/changes would write it. */
export function sampleChange(id: string, given: Partial<Insertable<ChangesTable>> = {}): Insertable<ChangesTable> {
  return {
    id,
    kind: 'account',
    state: 'approved',
    version: 1,
    customer: 'c1',
    customerJson: '{}',
    beforeJson: '{}',
    afterJson: '{}',
    notesJson: '{}',
    requester: 'p1',
    requesterName: 'Wilhelmina Okonkwo',
    requesterChatJson: '{}',
    attempts: 0,
    merged: 0,
    fence: 0,
    createdAt: 1,
    updatedAt: 1,
    ...given,
  };
}

/** A message as the outbox would write it, due at once. */
export function sampleMessage(id: string, given: Partial<Insertable<OutboxTable>> = {}): Insertable<OutboxTable> {
  return {
    id,
    dedupeKey: id,
    platform: 'slack',
    state: 'due',
    toSealed: '',
    answerSealed: '',
    attempts: 0,
    dueAt: 1,
    createdAt: 1,
    ...given,
  };
}

/** A turn as the inbox would write it, not answered yet. */
export function sampleArrival(delivery: string, given: Partial<Insertable<InboxTable>> = {}): Insertable<InboxTable> {
  return {
    delivery,
    state: 'received',
    turnSealed: '',
    replyToSealed: '',
    attempts: 0,
    receivedAt: 1,
    ...given,
  };
}

/** Somebody else than the one of `sampleReader`: with a conversation, and so a lane, of their own. */
export function otherReader(user: string): Reader {
  return { ...sampleReader, user: { ...sampleReader.user, user } };
}

/** Waits until something that happens in the background has happened. */
export async function eventually(happened: () => boolean | Promise<boolean>): Promise<void> {
  for (let looks = 0; looks < 1_000; looks += 1) {
    if (await happened()) return;
    await new Promise((resolve) => setTimeout(resolve, 4));
  }
  throw new Error('It did not happen');
}
