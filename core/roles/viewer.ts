import type { Policy } from '../config.js';
import type { ChatUser } from '../turn.js';
import type { Directory } from './directory.js';
import type { People } from './people.js';
import { may } from './policy.js';

/**
 * Who may view customers, for what is shown without a turn of its own (suggestions, previews): gives the Entra id of somebody
 * who may, and undefined for everybody else. Nothing is written.
 *
 * @throws when the store or the directory cannot tell
 */
export type Viewers = (user: ChatUser) => Promise<string | undefined>;

export function createViewers(parts: {
  people: Pick<People, 'personOf'>;
  directory: Pick<Directory, 'look'>;
  policy: Policy;
}): Viewers {
  const { people, directory, policy } = parts;
  return async (user) => {
    if (user.standing !== 'member') return undefined;
    const known = await people.personOf(user);
    if (!known) return undefined;
    const { enabled, guest, roles } = await directory.look(known.id, { fresh: false });
    const allowed = enabled && !guest && may(policy, 'use the desk', roles) && may(policy, 'view customers', roles);
    return allowed ? known.id : undefined;
  };
}
