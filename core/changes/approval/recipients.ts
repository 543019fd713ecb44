import type { ApprovalRule } from '../../config/approval-rules.js';
import type { Visit } from '../../context.js';
import type { CopyTarget } from '../../jobs/copies.js';
import type { Reader } from '../../delivery.js';
import { personalPlace, roomPlace } from '../../places.js';
import { colleague } from '../../roles/colleague.js';
import { chatsOf } from '../../roles/whereabouts.js';
import type { ChatUser, Place } from '../../turn.js';
import type { Watch } from '../../watch/watch.js';
import { watchesForApprovals } from '../../watch/watches.js';
import type { Change } from '../change.js';

/** People asked about in the directory when the policy names nobody on duty. */
const MOST_ASKED = 100;
/** People told in person at most, and the most that a Teams card's refresh takes (60). */
const MOST_TOLD = 20;

type Asked = Pick<Change, 'requester' | 'reader'> & { rule: ApprovalRule };

/** Everybody who gets a copy of a request: the places of the policy, those that watch for requests, whoever is on duty, and whoever asked. */
export async function recipientsOf(visit: Visit, asked: Asked, occasion = ''): Promise<CopyTarget[]> {
  // An alarm is not kept from its emergency by a directory that is down: the copies of before show it too.
  const watches = await watchesForApprovals(visit);
  const rooms = roomsOf(asked.rule.places, watches);
  const people = await onDuty(visit, asked, { somebody: occasion === '' && rooms.size === 0 });
  const perPerson = await Promise.all(people.map((person) => chatsOf(visit, person)));
  const actors = perPerson.flatMap((chats) => chats.map(({ user, place }) => ({ user, place })));
  const inRooms = await Promise.all([...rooms].map(([key, watch]) => roomTarget(visit, key, watch, actors)));
  const inChats = watches.filter(({ place, owner }) => place.kind === 'personal' && owner !== asked.requester);
  const told = people.flatMap((person, index) => (perPerson[index] ?? []).map((chat) => personTarget(person, chat)));
  const own = personTarget(asked.requester, {
    user: asked.reader.user,
    place: (await personalPlace(visit.store.db, asked.reader.user)) ?? asked.reader.place,
    locale: asked.reader.locale,
    ...(asked.reader.timeZone === undefined ? {} : { timeZone: asked.reader.timeZone }),
  });
  const targets = [
    ...inRooms.filter((room) => room !== undefined),
    ...told,
    ...inChats.map(({ owner, ownerReader, place }) => personTarget(owner, { ...ownerReader, place })),
    ...(occasion === '' ? [own] : []),
  ];
  const once = targets.filter(({ key }, index) => targets.findIndex((other) => other.key === key) === index);
  return once.map((target) => ({ ...target, key: `${target.key}${occasion}` }));
}

/**
 * Who is told in person: the policy's list, or every approver whom the desk has met; and whoever decides for one of them
 * now. Never whoever asked, nor the silent ones.
 */
async function onDuty(visit: Visit, { requester, rule }: Asked, must: { somebody: boolean }): Promise<string[]> {
  const { delegations } = visit.policy.approvals;
  const approvers = rule.onDuty ?? (await knownApprovers(visit, rule, must));
  const delegates = delegations
    .filter(({ from, until }) => from !== requester && until > visit.now() && approvers.includes(from))
    .map(({ to }) => to);
  const told = (person: string) => person !== requester && !rule.silent.includes(person);
  return [...new Set([...approvers, ...delegates])].filter(told).slice(0, MOST_TOLD);
}

/**
 * @param must.somebody when nobody is found because the directory cannot tell, that is an error: else a request would
 *   wait for people who never hear of it
 * @throws {DirectoryError}
 */
async function knownApprovers(visit: Visit, rule: ApprovalRule, must: { somebody: boolean }): Promise<string[]> {
  const known = await visit.people.everybody(MOST_ASKED);
  const found = await Promise.allSettled(known.map((person) => colleague(visit.directory, person, { fresh: false })));
  const approvers = known.filter((_, index) => {
    const one = found[index];
    return one?.status === 'fulfilled' && one.value?.roles.some((role) => rule.approvers.includes(role));
  });
  const unknown = found.filter((one) => one.status === 'rejected');
  if (unknown.length > 0)
    visit.log.warn({ people: unknown.length }, 'whether they are to be told could not be looked up');
  if (must.somebody && approvers.length === 0 && unknown[0]) throw unknown[0].reason;
  return approvers;
}

function personTarget(person: string, { user, place, locale, timeZone }: Reader): CopyTarget {
  return {
    key: `${user.platform}:${user.tenant}/${user.user}`,
    person,
    recipient: { platform: user.platform, place, user, locale, ...(timeZone === undefined ? {} : { timeZone }) },
  };
}

/** The rooms where requests are posted, each once: by the policy, and by what was said there. */
function roomsOf(configured: readonly string[], watches: readonly Watch[]): Map<string, Watch | undefined> {
  const rooms = new Map<string, Watch | undefined>(configured.map((key) => [key, undefined]));
  for (const watch of watches) if (watch.place.kind !== 'personal') rooms.set(watch.placeKey, watch);
  return rooms;
}

/** A place of the policy is `slack:<team>/<channel>` or `teams:<conversation>`, the latter once the desk has been there. */
async function roomTarget(
  visit: Visit,
  key: string,
  watch: Watch | undefined,
  actors: { user: ChatUser; place: Place }[],
): Promise<CopyTarget | undefined> {
  const place = watch?.place ?? (await roomPlace(visit.store.db, key));
  if (!place) {
    visit.log.warn({ place: key }, 'requests cannot be posted there: nobody has mentioned the desk in that place yet');
    return undefined;
  }
  const present = actors.filter(({ user }) => user.platform === place.platform);
  const { channels, default: usual } = visit.policy.languages;
  const locale = watch?.locale ?? channels[key] ?? usual;
  return { key, recipient: { platform: place.platform, place, locale, actors: present } };
}
