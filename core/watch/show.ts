import type { Answer, AnswerOf } from '../answer.js';
import type { Visit } from '../context.js';
import type { WatchView } from '../views.js';
import { heldBy } from './holding.js';
import { mayKeep } from './rights.js';
import { viewOf } from './view.js';
import type { Watch } from './watch.js';

/** A watch as it is now, for whoever made, edited or tested it. */
export async function showWatch(
  visit: Visit,
  watch: Watch,
  because: AnswerOf<'watch'>['because'],
): Promise<AnswerOf<'watch'>> {
  const [view] = await viewsFor(visit, [watch]);
  return { type: 'watch', watch: view ?? viewOf(watch, { held: 0, mayEdit: false }), because };
}

/** Watches, with what the reader may do about them. */
export async function viewsFor(visit: Visit, watches: readonly Watch[]): Promise<WatchView[]> {
  const held = await heldBy(
    visit.store.db,
    watches.map(({ id }) => id),
  );
  return Promise.all(
    watches.map(async (watch) =>
      viewOf(watch, {
        held: held.get(watch.id) ?? 0,
        mayEdit: watch.state !== 'ended' && (await mayKeep(visit, watch)),
      }),
    ),
  );
}

/** What a button names is no watch any more, or was never one for whoever pressed it. */
export const noWatch: Answer = { type: 'watchRefused', reason: 'gone' };
