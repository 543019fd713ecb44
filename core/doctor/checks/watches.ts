import type { Check } from '../check.js';
import { found } from '../codes.js';

/** Rows that are shown; an admin who has more of them has one reason. */
const MOST = 20;

/** Watches whose place cannot be written to. The place is named by its id: not every admin may know its name. */
export const watches: Check = {
  name: 'watches',
  async run(patient) {
    const rows = await patient
      .db()
      .selectFrom('watches')
      .select(['placeKey', 'problem', 'problemSince', 'updatedAt'])
      .where('state', '=', 'broken')
      .orderBy('problemSince')
      .limit(MOST)
      .execute();
    return rows.map(({ placeKey, problem, problemSince, updatedAt }) =>
      found('watchBroken', { place: placeKey, problem: problem ?? 'unreadable', since: problemSince ?? updatedAt }),
    );
  },
};
