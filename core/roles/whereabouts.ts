import type { Policy } from '../config.js';
import type { Reader } from '../delivery.js';
import { knownPlaces } from '../places.js';
import type { Db } from '../store/tables.js';
import type { ChatUser } from '../turn.js';
import type { People } from './people.js';

export interface Whereabouts {
  people: Pick<People, 'chatUsersOf' | 'personOf'>;
  store: { db: Db };
  /** In which everybody is themselves in Teams. */
  partnerTenantId: string;
  /** Its default language is that of people who have not written yet. */
  policy: Pick<Policy, 'languages'>;
}

/** Where somebody can be told: each chat in which they have written to the desk, else their Slack user, if one is linked. */
export async function chatsOf(parts: Whereabouts, person: string): Promise<Reader[]> {
  const users = await usersOf(parts, person);
  const met = await knownPlaces(parts.store.db, users);
  if (met.length > 0) return met;
  const slack = users.find(({ platform }) => platform === 'slack');
  return slack ? [unmet(slack, parts)] : [];
}

/**
 * Where a message for a person goes that was meant for this chat of theirs: there, as long as they are known there; else to
 * another chat of theirs. Undefined: they can be told nowhere.
 */
export async function reach(parts: Whereabouts, to: Reader, person: string): Promise<Reader | undefined> {
  return (await isTheirs(parts, to.user, person)) ? to : (await chatsOf(parts, person))[0];
}

/** Whether a chat user is (still) that person. */
export async function isTheirs({ people }: Whereabouts, user: ChatUser, person: string): Promise<boolean> {
  return (await people.personOf(user))?.id === person;
}

/** A Slack user who has not written to the desk yet: Slack opens the conversation when a message is sent to the user's id. */
export function unmet(user: ChatUser, { policy }: Pick<Whereabouts, 'policy'>): Reader {
  const place = {
    platform: 'slack',
    team: user.tenant,
    channel: user.user,
    kind: 'personal',
    external: false,
  } as const;
  return { user, place, locale: policy.languages.default };
}

async function usersOf({ people, partnerTenantId }: Whereabouts, person: string): Promise<ChatUser[]> {
  const keys = [
    ...(await people.chatUsersOf(person)),
    { platform: 'teams' as const, tenant: partnerTenantId, user: person },
  ];
  return keys.map((key): ChatUser => ({ ...key, standing: 'member' }));
}
