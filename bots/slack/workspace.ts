import type { Cloud } from '../../core/config.js';
import type { Delivery } from '../../core/delivery.js';
import type { Languages } from '../../core/roles/languages.js';
import type { Log } from '../../core/log.js';
import type { Identity, SlackCalls } from './calls.js';
import { createConfirmedEmail } from './confirmed-email.js';
import { createCopies } from './copies.js';
import { createDelivery } from './delivery.js';
import type { HomeModals } from './home-modals.js';
import { createPeople, type People } from './people.js';
import { createRooms, type Rooms } from './rooms.js';
import { createSeek } from './seek.js';
import type { WorkingNotes } from './working-notes.js';

/** A workspace that the app is installed in: who the bot is there, and whatever is known or done with its token. */
export interface Workspace {
  identity: Identity;
  calls: SlackCalls;
  people: People;
  delivery: Delivery;
  /** Who reads what is posted. */
  rooms: Rooms;
}

/** What all workspaces have in common. */
export interface WorkspaceParts {
  notes: WorkingNotes;
  homeModals: HomeModals;
  /** The cloud of Partner Center: decides some labels. */
  cloud: Cloud;
  /** Which languages people chose. */
  languages?: Pick<Languages, 'of'> | undefined;
  log: Log;
  now: () => number;
}

/** Nothing that is learnt in one workspace is kept for another: the same user may be a member here and a stranger there. */
export function createWorkspaceTools(
  calls: SlackCalls,
  { notes, homeModals, cloud, languages, log, now }: WorkspaceParts,
  identity: () => Identity | undefined,
): Omit<Workspace, 'identity'> {
  const rooms = createRooms({ calls, now });
  return {
    calls,
    rooms,
    people: createPeople({ calls, languages, now }),
    delivery: {
      ...createDelivery({ calls, notes, homeModals, cloud, log }),
      ...createCopies({ calls, rooms, cloud }),
      ...createSeek({ calls, bot: () => identity()?.bot }),
      ...createConfirmedEmail({ calls, identity }),
    },
  };
}
