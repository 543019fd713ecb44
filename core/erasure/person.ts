import { sql } from 'kysely';
import { finalStates } from '../changes/change.js';
import { lanesOfPlace } from '../jobs/lanes.js';
import type { Db } from '../store/tables.js';
import { createEraser, type Counts, listOf } from './counts.js';
import type { Erasing } from './erase.js';
import { languageOwner } from '../roles/languages.js';
import { eraseTexts } from './texts.js';

/** A user of a chat, as tables name them. */
interface ChatUserRow {
  platform: string;
  tenant: string;
  chatUser: string;
}

/**
 * What is kept of a colleague: links, places, lists, drafts, watches, messages to them, and their names and words in what they
 * asked for and decided. Their object id stays in changes and decisions, where it proves who decided about whom.
 */
export async function erasePerson(person: string, { store, sealer, people }: Erasing): Promise<Counts> {
  const { db } = store;
  const eraser = createEraser(db);
  const users = await chatUsersOf(db, person, people);
  const names = await namesOf(db, person);
  const { lanes, visitors } = addressesOf(users);

  await eraser.remove('recents', sql`"person" = ${person}`);
  await eraser.remove('listings', sql`"person" = ${person}`);
  await eraser.remove('changes', sql`"requester" = ${person} and "state" = 'draft'`);
  await eraser.remove('roomVisits', sql`"chatUser" in ${listOf(visitors)}`);
  const watches = sql`(select "id" from "watches" where "owner" = ${person})`;
  const theirCopies = sql`("person" = ${person} or "watch" in ${watches})`;
  await eraser.remove('outbox', sql`"copy" in (select "id" from "copies" where ${theirCopies})`);
  await eraser.remove('copies', theirCopies);
  await eraser.remove('digestItems', sql`"watch" in ${watches}`);
  await eraser.remove('watches', sql`"owner" = ${person}`);
  await eraser.remove('outbox', sql`"lane" in ${listOf(lanes)}`);
  await eraser.remove('lanes', sql`"key" in ${listOf(lanes)}`);

  const over = sql`"requester" = ${person} and "state" in ${listOf(finalStates)} and "owesReview" = 0
    and not exists (select 1 from "timers" where "timers"."change" = "changes"."id" and "timers"."doneAt" is null)`;
  const named = sql`("requesterName" <> '' or "requesterChatJson" <> '{}' or "reason" is not null)`;
  await eraser.blank(
    'changes',
    sql`"requesterName" = '', "requesterChatJson" = '{}', "reason" = null`,
    sql`${over} and ${named}`,
  );
  await eraser.stays('changes', sql`"requester" = ${person} and ${named}`);
  await eraser.blank(
    'decisions',
    sql`"personName" = '', "reason" = null`,
    sql`"person" = ${person} and ("personName" <> '' or "reason" is not null)`,
  );
  await eraser.blank('decisions', sql`"onBehalfOf" = null`, sql`"onBehalfOf" in ${listOf([person, ...names])}`);
  await eraser.blank('announcements', sql`"actor" = null`, sql`"actor" = ${person} and "state" = 'done'`);
  await eraser.blank('happenings', sql`"by" = null`, sql`"by" in ${listOf([person, ...names])}`);

  await eraseTexts({ db, sealer, eraser }, [person, ...names]);
  // Last: until here they name the person's users, should this have to be done again.
  for (const { platform, tenant, chatUser } of users) {
    const them = sql`"platform" = ${platform} and "tenant" = ${tenant} and "chatUser" = ${chatUser}`;
    await eraser.remove('places', them);
    await eraser.remove('linkRequests', them);
  }
  await eraser.remove('linkRequests', sql`"person" = ${person}`);
  const owners = [
    `person:${person}`,
    ...users.map(({ platform, tenant, chatUser }) => languageOwner({ platform, tenant, user: chatUser })),
  ];
  await eraser.remove('languages', sql`"owner" in ${listOf(owners)}`);
  await eraser.remove('links', sql`"person" = ${person}`);
  return eraser.counts;
}

/** By links, by the policy file, and as the Teams user that a colleague is without any link. */
async function chatUsersOf(db: Db, person: string, people: Erasing['people']): Promise<ChatUserRow[]> {
  const columns = ['platform', 'tenant', 'chatUser'] as const;
  const [links, places, requests] = await Promise.all([
    db.selectFrom('links').select(columns).where('person', '=', person).execute(),
    db.selectFrom('places').select(columns).where('platform', '=', 'teams').where('chatUser', '=', person).execute(),
    db.selectFrom('linkRequests').select(columns).where('person', '=', person).execute(),
  ]);
  const listed = people
    .filter((one) => one.person === person)
    .map(({ platform, tenant, user }) => ({ platform, tenant, chatUser: user }));
  const all = [...links, ...places, ...requests, ...listed];
  return [...new Map(all.map((user) => [`${user.platform}:${user.tenant}/${user.chatUser}`, user])).values()];
}

async function namesOf(db: Db, person: string): Promise<string[]> {
  const [links, changes, decisions] = await Promise.all([
    db.selectFrom('links').select('personName as name').distinct().where('person', '=', person).execute(),
    db.selectFrom('changes').select('requesterName as name').distinct().where('requester', '=', person).execute(),
    db.selectFrom('decisions').select('personName as name').distinct().where('person', '=', person).execute(),
  ]);
  return [...new Set([...links, ...changes, ...decisions].map(({ name }) => name))].filter((name) => name !== '');
}

/** As core/jobs/lanes.ts and the visits of rooms name somebody. */
function addressesOf(users: readonly ChatUserRow[]): { lanes: string[]; visitors: string[] } {
  const visitors = users.map(({ platform, tenant, chatUser }) => `${platform}:${tenant}/${chatUser}`);
  return { visitors, lanes: visitors.flatMap(lanesOfPlace) };
}
