import type { ApprovalRule } from '../../config/approval-rules.js';
import type { Visit } from '../../context.js';
import { knownPlaces, personalPlace, roomPlace } from '../../places.js';
import type { ChatUser, Place } from '../../turn.js';
import type { Change } from '../change.js';
import type { CopyTarget } from './copies.js';

/** People asked about in the directory when the policy names nobody on duty. */
const MOST_ASKED = 100;
/** People told in person at most, and the most that a Teams card's refresh takes (60). */
const MOST_TOLD = 20;

type Asked = Pick<Change, 'requester' | 'reader'> & { rule: ApprovalRule };

/** Everybody who gets a copy of a request: the places of the policy, whoever is on duty, and whoever asked. */
export async function recipientsOf(visit: Visit, asked: Asked, occasion = ''): Promise<CopyTarget[]> {
  const people = await onDuty(visit, asked);
  const perPerson = await Promise.all(people.map((person) => chatsOf(visit, person)));
  const actors = perPerson.flatMap((chats) => chats.map(({ user, place }) => ({ user, place })));
  const rooms = await Promise.all(asked.rule.places.map((key) => roomTarget(visit, key, actors)));
  const told = people.flatMap((person, index) => (perPerson[index] ?? []).map((chat) => personTarget(person, chat)));
  const own = personTarget(asked.requester, {
    user: asked.reader.user,
    place: (await personalPlace(visit.store.db, asked.reader.user)) ?? asked.reader.place,
    locale: asked.reader.locale,
    ...(asked.reader.timeZone === undefined ? {} : { timeZone: asked.reader.timeZone }),
  });
  const targets = [...rooms.filter((room) => room !== undefined), ...told, ...(occasion === '' ? [own] : [])];
  return targets.map((target) => ({ ...target, key: `${target.key}${occasion}` }));
}

/**
 * Who is told in person: the policy's list, or every approver whom the desk has met; and whoever decides for one of them
 * now. Never whoever asked, nor the silent ones.
 */
async function onDuty(visit: Visit, { requester, rule }: Asked): Promise<string[]> {
  const { delegations } = visit.policy.approvals;
  const approvers = rule.onDuty ?? (await knownApprovers(visit, rule));
  const delegates = delegations
    .filter(({ from, until }) => from !== requester && until > visit.now() && approvers.includes(from))
    .map(({ to }) => to);
  const told = (person: string) => person !== requester && !rule.silent.includes(person);
  return [...new Set([...approvers, ...delegates])].filter(told).slice(0, MOST_TOLD);
}

async function knownApprovers(visit: Visit, rule: ApprovalRule): Promise<string[]> {
  const known = await visit.people.everybody(MOST_ASKED);
  const entries = await Promise.all(
    known.map(async (person) => {
      // Somebody whom the directory does not know any more is nobody to tell.
      const entry = await visit.directory.look(person, { fresh: false }).catch(() => undefined);
      const may = entry?.enabled && !entry.guest && entry.roles.some((role) => rule.approvers.includes(role));
      return may ? person : undefined;
    }),
  );
  return entries.filter((person) => person !== undefined);
}

interface Chat {
  user: ChatUser;
  place: Place;
  locale: string;
  timeZone?: string;
}

/** Where somebody can be told: each chat in which they have written to the desk, else their Slack user, if one is linked. */
async function chatsOf(visit: Visit, person: string): Promise<Chat[]> {
  const keys = [
    ...(await visit.people.chatUsersOf(person)),
    { platform: 'teams' as const, tenant: visit.partnerTenantId, user: person },
  ];
  const users = keys.map((key): ChatUser => ({ ...key, standing: 'member' }));
  const met = await knownPlaces(visit.store.db, users);
  if (met.length > 0) return met;
  const slack = users.find(({ platform }) => platform === 'slack');
  if (!slack) return [];
  // Slack opens the conversation when a message is sent to the user's id.
  return [
    {
      user: slack,
      place: { platform: 'slack', team: slack.tenant, channel: slack.user, kind: 'personal', external: false },
      locale: 'en',
    },
  ];
}

function personTarget(person: string, { user, place, locale, timeZone }: Chat): CopyTarget {
  return {
    key: `${user.platform}:${user.tenant}/${user.user}`,
    person,
    recipient: { platform: user.platform, place, user, locale, ...(timeZone === undefined ? {} : { timeZone }) },
  };
}

/** A place of the policy: `slack:<team>/<channel>` or `teams:<conversation>`, the latter once the desk has been there. */
async function roomTarget(
  visit: Visit,
  key: string,
  actors: { user: ChatUser; place: Place }[],
): Promise<CopyTarget | undefined> {
  const place = await roomPlace(visit.store.db, key);
  if (!place) {
    visit.log.warn({ place: key }, 'requests cannot be posted there: nobody has mentioned the desk in that place yet');
    return undefined;
  }
  const present = actors.filter(({ user }) => user.platform === place.platform);
  return { key, recipient: { platform: place.platform, place, locale: 'en', actors: present } };
}
