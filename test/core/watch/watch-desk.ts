import type { Answer, AnswerOf } from '../../../core/answer.js';
import type { Place } from '../../../core/turn.js';
import type { NoticeView, WatchFormValues } from '../../../core/views.js';
import type { WatchWish } from '../../../core/watch/watch.js';
import { PARTNER_TENANT, SLACK_TEAM } from '../../../sandbox/stand-in.js';
import { until } from '../approval/approval-desk.js';
import { type Counter, expectAnswer, type Guest, reviewOf } from '../desk/counter.js';

/** A channel of either platform. */
export const slackRoom = (channel: string): Place => ({
  platform: 'slack',
  team: SLACK_TEAM,
  channel,
  kind: 'channel',
  external: false,
});

export const teamsRoom = (name: string, thread = ''): Place => ({
  platform: 'teams',
  tenant: PARTNER_TENANT,
  conversation: `19:${name}@thread.tacv2${thread}`,
  serviceUrl: 'http://127.0.0.1',
  bot: '28:bot',
  kind: 'channel',
  external: false,
});

export const keyOf = (place: Place) =>
  place.platform === 'slack' ? `slack:${place.team}/${place.channel}` : `teams:${place.conversation.split(';')[0]}`;

/** Says `watch` with what the cards would have read of it. */
export function wish(who: Guest, given: Partial<WatchWish> = {}, argument = 'as it was typed'): Promise<Answer> {
  const read: WatchWish = { topic: 'changes', ...given };
  return who.give(who.turn({ type: 'command', command: 'watch', argument, wish: read }));
}

/** Watches, up to the watch that it becomes. */
export async function watching(who: Guest, given: Partial<WatchWish> = {}): Promise<AnswerOf<'watch'>['watch']> {
  return expectAnswer(await wish(who, given), 'watch').watch;
}

/** Changes one line of a customer's address, for real. */
export async function change(who: Guest, customer: string, line: string): Promise<AnswerOf<'change'>> {
  const review = await reviewOf(who, customer, { 'defaultAddress.addressLine2': line });
  const answer = await who.press(['submit', review.change.id, review.change.version]);
  return expectAnswer(answer, 'change');
}

/** The notices that stand in a place, as they look now. */
export function noticesIn(counter: Counter, place: Place): NoticeView[] {
  return said(counter, place).flatMap((answer) => (answer.type === 'notice' ? [answer.notice] : []));
}

/** Everything that was posted to a place. */
export function said(counter: Counter, place: Place): Answer[] {
  return counter.copies.filter(({ to }) => keyOf(to.place) === keyOf(place)).map(({ answer }) => answer);
}

/** The lines under the notices of a place. */
export function linesIn(counter: Counter, place: Place): NoticeView[] {
  return counter.replies.flatMap(({ answer, to }) =>
    keyOf(to.place) === keyOf(place) && answer.type === 'followUp' ? [answer.notice] : [],
  );
}

/** Waits until every announcement is spread, and everything that may be sent now is sent. */
export async function settled(counter: Counter): Promise<void> {
  const { db } = counter.core.store;
  await until(async () => {
    const due = await db.selectFrom('announcements').select('id').where('state', '=', 'due').executeTakeFirst();
    if (due) return false;
    // What waits for a place in trouble is paused with its lane.
    const owed = await db
      .selectFrom('outbox')
      .leftJoin('lanes', 'lanes.key', 'outbox.lane')
      .select('outbox.id')
      .where('outbox.state', '=', 'due')
      .where((where) =>
        where.or([where('lanes.pausedUntil', 'is', null), where('lanes.pausedUntil', '<=', counter.now())]),
      )
      .executeTakeFirst();
    return owed === undefined;
  });
}

export const formValues = (form: AnswerOf<'watchForm'>, changed: Partial<WatchFormValues> = {}) => ({
  ...form.values,
  ...changed,
});
