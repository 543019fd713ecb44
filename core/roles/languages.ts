import { speakThere } from '../places.js';
import type { Db } from '../store/tables.js';
import type { ChatUser } from '../turn.js';
import { isYoung } from '../young.js';
import { createLru } from './lru.js';
import type { People } from './people.js';

/** The languages that people chose for themselves, which come before those of their chats. */
export interface Languages {
  /** The languages that the desk speaks (BCP 47), the default first. The composition root says which. */
  spoken: readonly string[];
  /** BCP 47; undefined: none was chosen, and the chat's own counts. @throws when the store cannot tell */
  of(user: ChatUser): Promise<string | undefined>;
  /** From now on, in every chat of that person. `undefined` takes the choice back. */
  choose(user: ChatUser, person: string | undefined, language: string | undefined): Promise<void>;
}

/** Asked at every turn. Short, so that a choice made at another replica counts soon. */
const REMEMBERED_MS = 30_000;
const MOST_REMEMBERED = 10_000;

export function createLanguages(parts: {
  db: Db;
  people: Pick<People, 'personOf' | 'chatUsersOf'>;
  partnerTenantId: string;
  spoken: readonly string[];
  now: () => number;
}): Languages {
  const { db, people, partnerTenantId, spoken, now } = parts;
  const remembered = createLru<{ language: string | undefined; since: number }>(MOST_REMEMBERED);

  async function look(user: ChatUser): Promise<string | undefined> {
    const person = await people.personOf(user);
    const owners = [...(person ? [ownerOf(person.id)] : []), languageOwner(user)];
    const rows = await db.selectFrom('languages').select(['owner', 'language']).where('owner', 'in', owners).execute();
    // What somebody chose as themselves comes before what that chat account chose when nobody knew whose it is.
    return owners.map((owner) => rows.find((row) => row.owner === owner)).find((row) => row !== undefined)?.language;
  }

  return {
    spoken,
    async of(user) {
      if (user.standing !== 'member') return undefined;
      const key = languageOwner(user);
      const known = remembered.get(key);
      if (known && isYoung(known.since, REMEMBERED_MS, now())) return known.language;
      const language = await look(user);
      remembered.set(key, { language, since: now() });
      return language;
    },
    async choose(user, person, language) {
      const chats = person === undefined ? [] : await people.chatUsersOf(person);
      const all = [
        user,
        ...chats,
        ...(person === undefined ? [] : [{ platform: 'teams' as const, tenant: partnerTenantId, user: person }]),
      ];
      const owners = [...(person === undefined ? [] : [ownerOf(person)]), ...all.map(languageOwner)];
      const owner = owners[0] ?? languageOwner(user);
      await db.transaction().execute(async (tx) => {
        await tx.deleteFrom('languages').where('owner', 'in', owners).execute();
        if (language === undefined) return;
        await tx.insertInto('languages').values({ owner, language, chosenAt: now() }).execute();
        await speakThere(tx, all, language);
      });
      for (const key of all.map(languageOwner)) remembered.delete(key);
    },
  };
}

const ownerOf = (person: string): string => `person:${person}`;

/** The key of a chat user among the owners of a choice. Entra ids come in either case. */
export function languageOwner({ platform, tenant, user }: Record<'platform' | 'tenant' | 'user', string>): string {
  const key = `${platform}:${tenant}/${user}`;
  return platform === 'teams' ? key.toLowerCase() : key;
}
