import type { DirectoryEntry } from './directory.js';
import { DirectoryError } from './directory.js';
import { openJson } from '../jobs/sealed-json.js';
import { journal } from '../journal/journal.js';
import { inTransaction } from '../store/transaction.js';
import type { ChatUser, Turn } from '../turn.js';
import { insertLink } from './links.js';
import { voidOthersCode } from './misplaced-codes.js';
import * as requests from './link-requests.js';
import { codeHash, digits, type LinkingParts, same, sealContext } from './linking-parts.js';

/** `othersCode`: it was for another chat user, and is void now. `tooManyToday`: wrong codes of several links. */
export type CompletionRefusal =
  | 'wrongCode'
  | 'expired'
  | 'tooManyTries'
  | 'tooManyToday'
  | 'noneOpen'
  | 'alreadyLinked'
  | 'othersCode'
  | 'disabled'
  | 'guest'
  | 'unknownPerson';

export type Completion =
  /** `turn` is what led there: it has still to be answered. */
  | { ok: true; person: string; name: string; turn: Turn }
  | {
      ok: false;
      reason: CompletionRefusal;
      triesLeft?: number;
      /** Of `othersCode`, where whoever typed it is the person who signed in. */
      other?: { platform: ChatUser['platform']; userName: string };
    };

type Refused = Extract<Completion, { ok: false }>;
const refused = (reason: CompletionRefusal): Refused => ({ ok: false, reason });

/**
 * The last step, in chat: the chat user whom the link is about types the code that whoever signed in was shown.
 *
 * @throws {DirectoryError} when the directory cannot tell whether that person may be linked; no try is used up
 */
export async function completeLink(parts: LinkingParts, user: ChatUser, typed: string): Promise<Completion> {
  const { people, sealer, now } = parts;
  const { db } = parts.store;
  const known = await people.personOf(user, { fresh: true });
  const misplaced = await voidOthersCode(parts, user, typed, known?.id);
  if (misplaced) return misplaced;
  if (known) return refused('alreadyLinked');
  const request = await requests.confirmedRequest(db, user);
  if (!request?.person || !request.codeHash || !request.signInSealed) return refused('noneOpen');
  if (request.expiresAt <= now()) return endWith(parts, request, 'expired');
  if ((await requests.wrongCodesSince(db, user, now() - requests.DAY_MS)) >= requests.MOST_WRONG_A_DAY)
    return endWith(parts, request, 'tooManyToday');
  const entry = await lookUp(parts, request.person);
  const triesLeft = await requests.takeTry(db, request.tokenHash, now());
  if (triesLeft === undefined) return refused('tooManyTries');
  const salt = sealer.open(request.signInSealed, sealContext('salt', request.tokenHash));
  if (!same(codeHash(digits(typed), salt), request.codeHash)) return wrongCode(parts, request, triesLeft);
  const barred = barOf(entry);
  if (barred) return endWith(parts, request, barred);
  const outcome = await link(parts, user, request, { person: request.person, name: entry?.name ?? request.person });
  people.forget(user);
  if (outcome !== 'linked') return refused(outcome);
  parts.news.wake();
  const turn = openJson(sealer, request.turnSealed, sealContext('turn', request.tokenHash)) as Turn;
  return { ok: true, person: request.person, name: entry?.name ?? request.person, turn };
}

/** As the directory has them now: what it said at the sign-in may be ten minutes old. Undefined: it knows them no more. */
async function lookUp({ directory }: LinkingParts, person: string): Promise<DirectoryEntry | undefined> {
  try {
    return await directory.look(person, { fresh: true });
  } catch (error) {
    if (error instanceof DirectoryError && error.kind === 'notFound') return undefined;
    throw error;
  }
}

function barOf(entry: DirectoryEntry | undefined): 'unknownPerson' | 'disabled' | 'guest' | undefined {
  if (!entry) return 'unknownPerson';
  if (!entry.enabled) return 'disabled';
  return entry.guest ? 'guest' : undefined;
}

async function wrongCode(parts: LinkingParts, request: requests.LinkRequest, triesLeft: number): Promise<Refused> {
  if (triesLeft === 0) return endWith(parts, request, 'tooManyTries');
  await journal(parts.store.db, { ...entryOf(request, 'wrongCode'), at: parts.now() });
  return { ok: false, reason: 'wrongCode', triesLeft };
}

/** Nothing comes of this request any more. Whoever signed in hears of it when somebody guessed at their code. */
async function endWith(
  parts: LinkingParts,
  request: requests.LinkRequest,
  reason: 'expired' | 'tooManyTries' | 'tooManyToday' | 'disabled' | 'guest' | 'unknownPerson',
): Promise<Refused> {
  const at = parts.now();
  const guessed = (reason === 'tooManyTries' || reason === 'tooManyToday') && request.person !== null;
  const readers = guessed ? await parts.news.personElsewhere(request.person ?? '') : [];
  await inTransaction(parts.store.db, async (tx) => {
    if (!(await requests.endRequest(tx, request.tokenHash, 'void'))) return;
    await journal(tx, { ...entryOf(request, reason), at });
    await parts.news.owe(tx, readers, `guessed:${request.tokenHash}`, {
      type: 'linkAnnounced',
      event: 'guessed',
      platform: request.platform === 'teams' ? 'teams' : 'slack',
      userName: request.chatUserName,
      at,
    });
  });
  parts.news.wake();
  return refused(reason);
}

function entryOf(request: requests.LinkRequest, reason: CompletionRefusal) {
  return {
    fact: 'link.refused' as const,
    platform: request.platform === 'teams' ? ('teams' as const) : ('slack' as const),
    ...(request.person === null ? {} : { person: request.person }),
    ...(request.personName === null ? {} : { personName: request.personName }),
    detail: { reason, tenant: request.tenant, user: request.chatUser },
  };
}

async function link(
  parts: LinkingParts,
  user: ChatUser,
  request: requests.LinkRequest,
  to: { person: string; name: string },
): Promise<'linked' | 'noneOpen' | 'alreadyLinked'> {
  const at = parts.now();
  const readers = await parts.news.personElsewhere(to.person, user);
  return inTransaction(parts.store.db, async (tx) => {
    if (!(await requests.endRequest(tx, request.tokenHash, 'linked'))) return 'noneOpen';
    const id = await insertLink(tx, user, { person: to.person, personName: to.name, via: 'signIn', at });
    if (id === undefined) return 'alreadyLinked';
    await journal(tx, {
      fact: 'link.completed',
      at,
      person: to.person,
      personName: to.name,
      platform: user.platform,
      detail: { tenant: user.tenant, user: user.user, via: 'signIn' },
    });
    const userName = user.name ?? user.user;
    const { platform } = user;
    await parts.news.owe(tx, readers, `linked:${id}`, {
      type: 'linkAnnounced',
      event: 'linked',
      via: 'signIn',
      platform,
      userName,
      at,
      link: id,
    });
    return 'linked';
  });
}
