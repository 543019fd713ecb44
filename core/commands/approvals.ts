import type { ApprovalView } from '../views.js';
import { decisionsOn } from '../changes/approval/decisions.js';
import { approvalViewOf, viewerOf } from '../changes/approval/view.js';
import type { Change } from '../changes/change.js';
import type { AnswerOf } from '../answer.js';
import type { Visit } from '../context.js';
import type { Command } from './command.js';

/** Rows of each list at most. */
const MOST_ROWS = 10;

/** What awaits my decision or review, and what I asked for. */
export const approvals: Command = {
  name: 'approvals',
  needs: 'view customers',
  run: async (visit) => ({ type: 'approvals', ...(await listApprovals(visit)) }),
};

export async function listApprovals(visit: Visit): Promise<Omit<AnswerOf<'approvals'>, 'type'>> {
  const open = await visit.changes.open();
  const seen = await Promise.all(open.map((change) => look(visit, change)));
  const views = (wanted: (one: Seen) => boolean) =>
    seen
      .filter(wanted)
      .map(({ view }) => view)
      .slice(0, MOST_ROWS);
  const asked = await visit.changes.askedBy(visit.person.id, MOST_ROWS);
  return {
    toDecide: views(({ viewer }) => viewer.mayDecide),
    toReview: views(({ viewer }) => viewer.mayReview),
    asked: (await Promise.all(asked.map((change) => look(visit, change)))).map(({ view }) => view),
  };
}

interface Seen {
  view: ApprovalView;
  viewer: Awaited<ReturnType<typeof viewerOf>>;
}

async function look(visit: Visit, change: Change): Promise<Seen> {
  const decisions = await decisionsOn(visit.store.db, change.id);
  const person = { id: visit.person.id, roles: visit.roles };
  return { view: approvalViewOf(change, decisions), viewer: await viewerOf(visit, change, decisions, person) };
}
