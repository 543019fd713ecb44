import { approvalViewOf } from '../changes/approval/view.js';
import { decisionsOn } from '../changes/approval/decisions.js';
import { type Change, changeOf } from '../changes/change.js';
import type { CopyContents } from '../jobs/copies.js';
import type { Db } from '../store/tables.js';
import type { NoticeView } from '../views.js';
import { type Happening, readHappening, relationshipOperationOf } from './happenings.js';

/** What an announcement tells of. */
export interface Subject {
  about: 'change' | 'happening';
  subject: string;
}

/** A notice as it has to read now, and the version of its subject that it shows. */
export interface NoticeNow {
  notice: NoticeView;
  version: number;
}

/** The notice of a change, or of what was done elsewhere. Undefined: there is no such thing (any more). */
export async function noticeOf(db: Db, { about, subject }: Subject): Promise<NoticeNow | undefined> {
  const announcement = await db
    .selectFrom('announcements')
    .select(['id', 'country'])
    .where('about', '=', about)
    .where('subject', '=', subject)
    .executeTakeFirst();
  return announcement && noticeNow(db, { about, subject, ...announcement });
}

/** As `noticeOf`, when the announcement is at hand. */
export async function noticeNow(
  db: Db,
  given: Subject & { id: string; country: string | null },
): Promise<NoticeNow | undefined> {
  const { id, subject } = given;
  // What was looked up for the watches of a country; what the subject says itself comes first.
  const where = given.country === null ? {} : { country: given.country };
  if (given.about === 'change') {
    const change = await changeById(db, subject);
    if (!change) return undefined;
    const notice = await noticeOfChange(db, id, change);
    return { notice: { ...where, ...notice }, version: change.version };
  }
  const happening = await readHappening(db, subject);
  return happening && { notice: { ...where, ...noticeOfHappening(id, happening) }, version: 1 };
}

export async function changeById(db: Db, id: string): Promise<Change | undefined> {
  const row = await db.selectFrom('changes').selectAll().where('id', '=', id).executeTakeFirst();
  return row && changeOf(row);
}

async function noticeOfChange(db: Db, id: string, change: Change): Promise<NoticeView> {
  const view = approvalViewOf(change, await decisionsOn(db, change.id));
  return {
    id,
    kind: view.kind,
    origin: 'desk',
    customer: view.customer,
    differences: view.differences,
    ...(view.country === undefined ? {} : { country: view.country }),
    by: view.requester,
    at: view.at,
    state: view.state,
    change: view.id,
    ...(view.reason === undefined ? {} : { reason: view.reason }),
    ...(view.until === undefined ? {} : { until: view.until }),
    decisions: view.decisions,
    ...(view.failure === undefined ? {} : { failure: view.failure }),
    ...(view.undoes === undefined ? {} : { undo: true }),
    ...(view.scheduled ? { scheduled: true } : {}),
  };
}

function noticeOfHappening(id: string, happening: Happening): NoticeView {
  const { kind, customer, differences, country, by, at } = happening;
  const operation = relationshipOperationOf(happening);
  return {
    id,
    kind,
    origin: 'elsewhere',
    ...(customer ? { customer } : {}),
    differences,
    ...(country === undefined ? {} : { country }),
    ...(by === undefined ? {} : { by }),
    at,
    decisions: [],
    ...(operation ? { operation } : {}),
  };
}

/** What the copies of watches say: the notice as it has to read now, and the line under it. */
export function noticeContents(db: Db): CopyContents {
  return {
    async now({ about, subject, watch }) {
      if (about === 'stored') return undefined;
      const now = await noticeOf(db, { about, subject });
      if (!now) return undefined;
      const { notice, version } = now;
      // A place that does not watch any more sees its cards change, and reads nothing new.
      const follows = about === 'change' && (watch === null || !(await hasEnded(db, watch)));
      return {
        answer: { type: 'notice', notice },
        version,
        ...(follows ? { followUp: { type: 'followUp', notice } } : {}),
      };
    },
  };
}

/**
 * What every copy says: a request with its buttons, or a notice. Under the request in a room, too, stands how it went on,
 * where that room watches.
 */
export function contentsOf(requests: CopyContents, notices: CopyContents): CopyContents {
  return {
    async now(copy) {
      if (copy.watch !== null) return notices.now(copy);
      const request = await requests.now(copy);
      const followUp = request && copy.person === null ? (await notices.now(copy))?.followUp : undefined;
      return request && followUp ? { ...request, followUp } : request;
    },
  };
}

async function hasEnded(db: Db, watch: string): Promise<boolean> {
  const row = await db.selectFrom('watches').select('state').where('id', '=', watch).executeTakeFirst();
  return row?.state === 'ended';
}

/** The key of a watch among the recipients of a subject: each is told once. */
export function watchKey(watch: string): string {
  return `watch:${watch}`;
}
