import { randomUUID } from 'node:crypto';
import type { Answer } from '../answer.js';
import type { Visit } from '../context.js';
import type { Survey } from '../delivery.js';
import { insertCopies } from '../jobs/copies.js';
import { knownPlaces, placeKeyOf } from '../places.js';
import { readerOf } from '../reader.js';
import type { Db } from '../store/tables.js';
import { inTransaction } from '../store/transaction.js';
import type { Place } from '../turn.js';
import type { CustomerRef } from '../views.js';
import { sameFilter } from './filter.js';
import { watchKey } from './notices.js';
import { recipientOf } from './recipients.js';
import { reschedule } from './holding.js';
import { showWatch } from './show.js';
import { viewOf } from './view.js';
import { isTimeZone } from './wall-clock.js';
import type { PlaceProblem, Watch, WatchFilter, WatchWish } from './watch.js';
import { type Choice, completeDraft, type Doer, editWatch, findWatch, insertWatch, watchesOfPlace } from './watches.js';

/** Watches of one place: more than any conversation can follow, and few enough to be shown. */
const MOST_IN_A_PLACE = 50;

/** Whoever does it, for the journal. */
export function doer({ person, turn, roles }: Visit): Doer {
  return { person: person.id, personName: person.name, platform: turn.user.platform, roles };
}

/** A new watch of this conversation, as it was asked for: not written anywhere yet. */
export async function wished(visit: Visit, wish: WatchWish, customer?: CustomerRef): Promise<Watch> {
  const { turn, person, policy } = visit;
  const place = withoutThread(turn.place);
  const placeKey = placeKeyOf(place);
  const changes = wish.topic === 'changes';
  return {
    id: randomUUID(),
    version: 1,
    state: 'active',
    topic: wish.topic,
    place,
    placeKey,
    filter: changes ? filterOf(wish, customer) : { stage: 'requests', origin: 'anywhere', muteOwn: false },
    // Requests wait for nobody's digest.
    rhythm: (changes && wish.rhythm) || { every: 'change' },
    ...(changes && wish.quiet ? { quiet: wish.quiet } : {}),
    timeZone: await timeZoneOf(visit),
    locale: place.kind === 'personal' ? turn.locale : (policy.languages.channels[placeKey] ?? policy.languages.default),
    owner: person.id,
    ownerName: person.name,
    ownerReader: readerOf(turn),
  };
}

/** As this conversation tells, else as their own chat does. What a client says may be no time zone at all. */
async function timeZoneOf({ store, turn }: Visit): Promise<string> {
  const told = turn.timeZone ?? (await knownPlaces(store.db, [turn.user]))[0]?.timeZone ?? 'UTC';
  return isTimeZone(told) ? told : 'UTC';
}

function filterOf(wish: WatchWish, customer?: CustomerRef): WatchFilter {
  const { country, kind, field, stage = 'outcomes', origin = 'anywhere', muteOwn = false } = wish;
  return {
    ...(customer ? { customer: { id: customer.id, name: customer.name, domain: customer.domain } } : {}),
    ...(country ? { country } : {}),
    ...(kind ? { kind } : {}),
    ...(field ? { field } : {}),
    stage,
    origin,
    muteOwn,
  };
}

/** Messages of a watch begin threads of their own. Whether strangers read there is for the platform to say. */
function withoutThread(place: Place): Place {
  if (place.platform === 'teams')
    return { ...place, conversation: place.conversation.split(';', 1)[0] ?? place.conversation, external: false };
  const { thread: _, ...room } = place;
  return { ...room, external: false };
}

/**
 * Begins to watch: the place is looked at first, and if it can be written to it gets a test at once. What is watched there
 * already is not watched twice.
 *
 * @param asked.draft the row that this watch completes, if it has one
 * @param asked.rhythm when it shall speak, where that was said: it may be watched already, and speak at other times
 */
export async function begin(
  visit: Visit,
  watch: Watch,
  asked: { draft?: Watch; rhythm?: Watch['rhythm'] | undefined } = {},
): Promise<Answer> {
  const { draft } = asked;
  const present = await watchesOfPlace(visit, watch.placeKey);
  const same = present.find((one) => one.topic === watch.topic && sameFilter(one, watch));
  if (same) return already(visit, same, { rhythm: asked.rhythm, quiet: watch.quiet });
  if (present.length >= MOST_IN_A_PLACE) return { type: 'watchRefused', reason: 'tooMany' };
  const { problem, name } = await surveyed(visit, watch.place);
  if (problem === 'external' || problem === 'unreadable') return { type: 'watchRefused', reason: problem };
  const made: Watch = {
    ...watch,
    ...(name === undefined ? {} : { placeName: name }),
    ...(problem ? { state: 'broken', problem, problemSince: visit.now() } : { state: 'active' }),
  };
  const written = await inTransaction(visit.store.db, async (tx) => {
    const row = draft ? await completeDraft(tx, visit, draft, made, doer(visit)) : made;
    if (!draft) await insertWatch(tx, visit, made, doer(visit));
    if (row && !problem) await oweTest(tx, visit, row);
    return row;
  });
  if (!written) return meanwhile(visit, watch);
  visit.wake();
  return showWatch(visit, written, 'made');
}

/** A button was pressed twice at the same moment: the other press has made the watch. */
async function meanwhile(visit: Visit, { id }: Watch): Promise<Answer> {
  const now = await findWatch(visit, id);
  const stands = now && (now.state === 'active' || now.state === 'broken');
  return stands ? showWatch(visit, now, 'already') : { type: 'watchRefused', reason: 'gone' };
}

/** The same again, perhaps at another time of the day. */
async function already(
  visit: Visit,
  present: Watch,
  asked: { rhythm: Watch['rhythm'] | undefined; quiet: Watch['quiet'] },
): Promise<Answer> {
  const rhythm = (present.topic === 'changes' && asked.rhythm) || present.rhythm;
  const quiet = asked.quiet ?? present.quiet;
  const same = JSON.stringify([rhythm, quiet]) === JSON.stringify([present.rhythm, present.quiet]);
  if (same) return showWatch(visit, present, 'already');
  const choice = { filter: present.filter, rhythm, timeZone: present.timeZone, ...(quiet ? { quiet } : {}) };
  const edited = await saveChoice(visit, present, choice);
  return edited ? showWatch(visit, edited, 'saved') : { type: 'watchRefused', reason: 'gone' };
}

/** Undefined: somebody else has changed it meanwhile, and nothing is written. */
export function saveChoice(visit: Visit, watch: Watch, choice: Choice): Promise<Watch | undefined> {
  return inTransaction(visit.store.db, async (tx) => {
    const edited = await editWatch(tx, visit, watch, choice, doer(visit));
    // It speaks at other times now: so does what it holds back.
    if (edited) await reschedule(tx, edited, visit.now());
    return edited;
  });
}

/** How a place stands. A platform that cannot say who reads there is no reason to write there. */
export async function surveyed(visit: Visit, place: Place): Promise<Survey & { problem?: PlaceProblem }> {
  try {
    return await visit.survey(place);
  } catch (error) {
    visit.log.warn({ place: placeKeyOf(place), err: error }, 'how a place stands could not be asked');
    return { problem: 'unreadable' };
  }
}

/** Owes the first message of a watch, in its place. */
export async function oweTest(tx: Db, visit: Visit, watch: Watch): Promise<void> {
  const answer = { type: 'watchTest', watch: viewOf(watch, { held: 0, mayEdit: false }) } as const;
  const user = watch.place.kind === 'personal' ? watch.ownerReader.user : undefined;
  const target = { key: watchKey(watch.id), recipient: recipientOf(watch, user) };
  await insertCopies(visit, tx, { about: 'stored', id: `test:${randomUUID()}`, watch: watch.id, answer }, [target]);
}
