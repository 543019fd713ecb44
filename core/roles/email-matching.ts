import { journal } from '../journal/journal.js';
import type { Log } from '../log.js';
import type { Store } from '../store/open.js';
import { inTransaction } from '../store/transaction.js';
import type { ChatUser } from '../turn.js';
import type { Directory } from './directory.js';
import type { LinkNews } from './link-news.js';
import { insertLink } from './links.js';
import type { Known, People } from './people.js';

/** The chat platform could not be asked for an address. Never to be taken for "has none". */
export class EmailLookupError extends Error {
  override readonly name = 'EmailLookupError';
}

/** Links chat users to whoever has their e-mail address, where the policy wants that. */
export interface EmailMatching {
  /**
   * Whom a chat user without a link is linked to now; undefined: the address is not known, not confirmed, nobody's, not one
   * person's alone, or their link was removed once.
   *
   * @throws {EmailLookupError | DirectoryError} when Slack or the directory cannot tell: that is neither "no link" nor "somebody else"
   */
  match(user: ChatUser): Promise<Known | undefined>;
}

export interface EmailMatchingParts {
  store: Store;
  directory: Pick<Directory, 'findByEmail'>;
  people: Pick<People, 'forget' | 'personOf'>;
  news: LinkNews;
  /** The address that the platform has confirmed of a full member of its own workspace. @throws when it cannot be asked */
  confirmedEmail: (user: ChatUser) => Promise<string | undefined>;
  /** The workspaces whose addresses are believed; absent: all that there are. */
  believed?: readonly string[] | undefined;
  log: Log;
  now: () => number;
}

export function createEmailMatching(parts: EmailMatchingParts): EmailMatching {
  const { store, directory, people, news, believed, log, now } = parts;

  /** Somebody took that link away: only whoever signs in gets it back. */
  async function wasUnlinked({ platform, tenant, user }: ChatUser): Promise<boolean> {
    const row = await store.db
      .selectFrom('unlinked')
      .select('at')
      .where('platform', '=', platform)
      .where('tenant', '=', tenant)
      .where('chatUser', '=', user)
      .executeTakeFirst();
    return row !== undefined;
  }

  return {
    async match(user) {
      if (user.platform !== 'slack' || user.standing !== 'member') return undefined;
      if (believed && !believed.includes(user.tenant)) return undefined;
      if (await wasUnlinked(user)) return undefined;
      const email = await parts.confirmedEmail(user).catch((error: unknown) => {
        log.warn({ err: error }, 'an e-mail address could not be looked up');
        throw new EmailLookupError('The chat platform could not be asked for an e-mail address');
      });
      const found = email === undefined ? undefined : await directory.findByEmail(email);
      if (!found) return undefined;
      const at = now();
      const readers = await news.personElsewhere(found.id, user);
      const id = await inTransaction(store.db, async (tx) => {
        const made = await insertLink(tx, user, { person: found.id, personName: found.name, via: 'email', at });
        if (made === undefined) return undefined;
        const detail = { tenant: user.tenant, user: user.user, via: 'email' };
        const { platform } = user;
        await journal(tx, {
          fact: 'link.completed',
          at,
          person: found.id,
          personName: found.name,
          platform,
          detail,
        });
        const userName = user.name ?? user.user;
        await news.owe(tx, readers, `linked:${made}`, {
          type: 'linkAnnounced',
          event: 'linked',
          via: 'email',
          platform,
          userName,
          at,
          link: made,
        });
        return made;
      });
      people.forget(user);
      news.wake();
      // Another turn of theirs was first, or they signed in meanwhile: the store knows as whom.
      if (id === undefined) return people.personOf(user, { fresh: true });
      log.warn(
        { tenant: user.tenant, user: user.user, person: found.id },
        'linked by e-mail address, without a sign-in',
      );
      return { id: found.id, via: 'email' };
    },
  };
}
