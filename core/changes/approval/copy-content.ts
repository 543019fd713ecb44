import type { CopyContents } from '../../jobs/copies.js';
import { colleague } from '../../roles/colleague.js';
import type { Changes } from '../changes.js';
import { decisionsOn } from './decisions.js';
import { approvalViewOf, roomViewer, showApproval, type ViewParts } from './view.js';

/** What the copies of a request show: how it stands, and to a person what they may do about it. */
export function createApprovalContents(parts: ViewParts & { changes: Changes }): CopyContents {
  return {
    async now({ subject, person }) {
      const change = await parts.changes.get(subject);
      if (!change) return undefined;
      const { version } = change;
      if (person === null) {
        const decisions = await decisionsOn(parts.store.db, change.id);
        const approval = approvalViewOf(change, decisions);
        return { version, answer: { type: 'approval', approval, viewer: roomViewer(change) } };
      }
      // Whoever has left keeps a card that follows the state, without anything to press.
      const roles = (await colleague(parts.directory, person, { fresh: false }))?.roles ?? [];
      return { version, answer: await showApproval(parts, change, { id: person, roles }) };
    },
  };
}
