import { sql } from 'kysely';
import type { Action } from '../action.js';
import type { Answer, AnswerOf } from '../answer.js';
import { gone } from '../changes/reach.js';
import type { Visit } from '../context.js';
import { placeKeyOf } from '../places.js';
import type { Db } from '../store/tables.js';
import type { Place } from '../turn.js';
import type { DeliveryRow, NewsRow } from '../views.js';
import { noticeNow } from './notices.js';
import { keepsAll } from './rights.js';
import { placeView } from './view.js';
import type { PlaceProblem } from './watch.js';

/** Pieces of news that `watches` shows. */
const MOST_NEWS = 5;
/** Places that a report names; the rest is counted. */
const MOST_NAMED = 50;

/** What became of one announcement in one place, as the tables have it. */
interface Row {
  state: 'due' | 'posted' | 'gone' | 'parked' | 'held';
  postedAt: number | null;
  error: string | null;
  placeJson: string;
  placeKey: string;
  placeName: string | null;
  owner: string;
  problem: string | null;
}

/** Where a piece of news was delivered, when, and what failed. Places that the reader may not know are only counted. */
export async function showReport(visit: Visit, { id }: Action): Promise<Answer> {
  const { db } = visit.store;
  const announcement =
    id === undefined
      ? undefined
      : await db
          .selectFrom('announcements')
          .select(['id', 'about', 'subject', 'country'])
          .where('id', '=', id)
          .executeTakeFirst();
  const now = announcement && (await noticeNow(db, announcement));
  if (!announcement || !now) return gone;
  const here = placeKeyOf(visit.turn.place);
  const mayKnow = ({ owner, placeKey }: Row) => keepsAll(visit) || owner === visit.person.id || placeKey === here;
  const rows = await rowsOf(db, announcement);
  const named = rows.filter(mayKnow).slice(0, MOST_NAMED);
  const others: AnswerOf<'deliveryReport'>['others'] = {};
  for (const row of rows.filter((one) => !named.includes(one))) {
    const state = stateOf(row);
    others[state] = (others[state] ?? 0) + 1;
  }
  return { type: 'deliveryReport', notice: now.notice, rows: named.map(deliveryRow), others };
}

/** A place has a notice of its own, or the request itself, or a digest in which it stands, or it is still held back. */
async function rowsOf(db: Db, { id, subject }: { id: string; subject: string }): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select "told"."state", "told"."postedAt", "told"."error", "watches"."placeJson", "watches"."placeKey",
      "watches"."placeName", "watches"."owner", "watches"."problem"
    from (
      select "watch", "state", "postedAt", "error" from "copies" where "subject" = ${subject} and "watch" is not null
      union all
      select min("watches"."id"), "copies"."state", "copies"."postedAt", "copies"."error"
      from "copies" join "watches" on "watches"."placeKey" = "copies"."recipientKey" and "watches"."topic" = 'changes'
      where "copies"."subject" = ${subject} and "copies"."watch" is null and "copies"."person" is null
        and "watches"."state" in ('active', 'broken') and "watches"."createdAt" <= "copies"."createdAt"
      group by "copies"."id", "copies"."state", "copies"."postedAt", "copies"."error"
      union all
      select "digestItems"."watch", coalesce("copies"."state", 'held'), "copies"."postedAt", "copies"."error"
      from "digestItems" left join "copies" on "copies"."subject" = "digestItems"."copy"
      where "digestItems"."announcement" = ${id} and not exists
        (select 1 from "copies" as "card" where "card"."subject" = ${subject} and "card"."watch" = "digestItems"."watch")
    ) as "told" join "watches" on "watches"."id" = "told"."watch"
    order by "watches"."placeKey", "watches"."id"`.execute(db);
  return rows;
}

function stateOf({ state, postedAt }: Pick<Row, 'state' | 'postedAt'>): DeliveryRow['state'] {
  switch (state) {
    case 'posted':
      return 'delivered';
    case 'due':
      return 'waiting';
    case 'parked':
      return postedAt === null ? 'failed' : 'delivered';
    case 'gone':
    case 'held':
      return state;
  }
}

function deliveryRow(row: Row): DeliveryRow {
  const { postedAt, error, problem, placeJson, placeName } = row;
  // Written by the desk alone.
  const place = JSON.parse(placeJson) as Place;
  const state = stateOf(row);
  const waits = state === 'waiting' || state === 'held';
  return {
    place: placeView({ place, ...(placeName === null ? {} : { placeName }) }),
    state,
    ...(postedAt === null ? {} : { at: postedAt }),
    ...(waits && problem !== null ? { problem: problem as PlaceProblem } : {}),
    ...(error === null || state === 'delivered' ? {} : { error }),
  };
}

/** What was announced last, latest first, with how many places have it. */
export async function recentNews(db: Db): Promise<NewsRow[]> {
  const latest = await db
    .selectFrom('announcements')
    .select(['id', 'about', 'subject', 'country'])
    .orderBy('createdAt', 'desc')
    .orderBy('id')
    .limit(MOST_NEWS)
    .execute();
  const news: NewsRow[] = [];
  for (const announcement of latest) {
    const now = await noticeNow(db, announcement);
    if (!now) continue;
    const states = (await rowsOf(db, announcement)).map(stateOf);
    const count = (...wanted: DeliveryRow['state'][]) => states.filter((state) => wanted.includes(state)).length;
    news.push({
      notice: now.notice,
      delivered: count('delivered'),
      waiting: count('waiting', 'held'),
      failed: count('failed'),
    });
  }
  return news;
}
