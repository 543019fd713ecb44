import type { Selectable, Transaction } from 'kysely';
import type { LinkRequestsTable, Tables } from '../store/tables.js';
import type { Db } from '../store/tables.js';
import type { ChatUserKey } from './people.js';

/** The rows of `linkRequests` and the only writes they know: every one is conditional, so that doubles have one effect. */
export type LinkRequest = Selectable<LinkRequestsTable>;

/** From asking to signing in, and again from signing in to typing the code. */
export const OPEN_FOR_MS = 10 * 60 * 1000;
export const MOST_TRIES = 3;
/**
 * Each sign-in gives new tries. Whoever gets several people, or one person several times, to sign in for a link that is not
 * theirs has no more than these in a day: at a million codes, less than one chance in a hundred thousand.
 */
export const MOST_WRONG_A_DAY = 9;
/** As long as requests are kept (core/jobs/retention.ts). */
export const DAY_MS = 24 * 60 * 60 * 1000;
/** Codes that wait at one moment, of which a code is looked for that somebody else typed. */
const MOST_WAITING = 200;

/** A new request; older ones of the same chat user that nobody has signed in for are void. */
export async function insertRequest(
  tx: Transaction<Tables>,
  request: { tokenHash: string; user: ChatUserKey; userName: string; turnSealed: string; now: number },
): Promise<void> {
  const { user, now } = request;
  await tx
    .updateTable('linkRequests')
    .set({ state: 'void', signInSealed: null, stateHash: null })
    .where('platform', '=', user.platform)
    .where('tenant', '=', user.tenant)
    .where('chatUser', '=', user.user)
    .where('state', 'in', ['asked', 'signingIn'])
    .execute();
  await tx
    .insertInto('linkRequests')
    .values({
      tokenHash: request.tokenHash,
      platform: user.platform,
      tenant: user.tenant,
      chatUser: user.user,
      chatUserName: request.userName,
      state: 'asked',
      signInSealed: null,
      stateHash: null,
      person: null,
      personName: null,
      codeHash: null,
      triesLeft: MOST_TRIES,
      turnSealed: request.turnSealed,
      createdAt: now,
      expiresAt: now + OPEN_FOR_MS,
    })
    .execute();
}

export function requestByToken(db: Db, tokenHash: string): Promise<LinkRequest | undefined> {
  return db.selectFrom('linkRequests').selectAll().where('tokenHash', '=', tokenHash).executeTakeFirst();
}

/** The request whose sign-in is under way with that state. */
export function requestByState(db: Db, stateHash: string, now: number): Promise<LinkRequest | undefined> {
  return db
    .selectFrom('linkRequests')
    .selectAll()
    .where('stateHash', '=', stateHash)
    .where('state', '=', 'signingIn')
    .where('expiresAt', '>', now)
    .executeTakeFirst();
}

/** Starts a sign-in, or starts it anew: the one before it ends. @returns whether the request was still open */
export async function startSignIn(
  db: Db,
  tokenHash: string,
  signIn: { stateHash: string; signInSealed: string; now: number },
): Promise<boolean> {
  const result = await db
    .updateTable('linkRequests')
    .set({ state: 'signingIn', stateHash: signIn.stateHash, signInSealed: signIn.signInSealed })
    .where('tokenHash', '=', tokenHash)
    .where('state', 'in', ['asked', 'signingIn'])
    .where('expiresAt', '>', signIn.now)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Uses a sign-in up, so that a callback counts once. The link itself may still start another one. */
export async function useSignIn(db: Db, stateHash: string): Promise<boolean> {
  const result = await db
    .updateTable('linkRequests')
    .set({ stateHash: null, signInSealed: null })
    .where('stateHash', '=', stateHash)
    .where('state', '=', 'signingIn')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Spends the token: from here on only the code counts. Another code of the same chat user is void. */
export async function confirmRequest(
  tx: Transaction<Tables>,
  request: LinkRequest,
  confirmed: { person: string; personName: string; codeHash: string; saltSealed: string; now: number },
): Promise<boolean> {
  const result = await tx
    .updateTable('linkRequests')
    .set({
      state: 'confirmed',
      person: confirmed.person,
      personName: confirmed.personName,
      codeHash: confirmed.codeHash,
      signInSealed: confirmed.saltSealed,
      expiresAt: confirmed.now + OPEN_FOR_MS,
    })
    .where('tokenHash', '=', request.tokenHash)
    .where('state', '=', 'signingIn')
    // Null: the sign-in that got here is used up, and no newer one was started.
    .where('stateHash', 'is', null)
    .where('expiresAt', '>', confirmed.now)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) return false;
  await tx
    .updateTable('linkRequests')
    .set({ state: 'void' })
    .where('platform', '=', request.platform)
    .where('tenant', '=', request.tenant)
    .where('chatUser', '=', request.chatUser)
    .where('state', '=', 'confirmed')
    .where('tokenHash', '!=', request.tokenHash)
    .execute();
  return true;
}

/** The request of that chat user that waits for its code, expired ones included. */
export function confirmedRequest(db: Db, user: ChatUserKey): Promise<LinkRequest | undefined> {
  return db
    .selectFrom('linkRequests')
    .selectAll()
    .where('platform', '=', user.platform)
    .where('tenant', '=', user.tenant)
    .where('chatUser', '=', user.user)
    .where('state', '=', 'confirmed')
    .orderBy('createdAt', 'desc')
    .executeTakeFirst();
}

/** What waits for its code now, latest first. */
export function confirmedRequests(db: Db, now: number): Promise<LinkRequest[]> {
  return db
    .selectFrom('linkRequests')
    .selectAll()
    .where('state', '=', 'confirmed')
    .where('expiresAt', '>', now)
    .orderBy('createdAt', 'desc')
    .limit(MOST_WAITING)
    .execute();
}

/** How many wrong codes a chat user has typed for requests made since then, ms since the epoch. */
export async function wrongCodesSince(db: Db, user: ChatUserKey, since: number): Promise<number> {
  const rows = await db
    .selectFrom('linkRequests')
    .select(['triesLeft', 'state'])
    .where('platform', '=', user.platform)
    .where('tenant', '=', user.tenant)
    .where('chatUser', '=', user.user)
    .where('createdAt', '>', since)
    .execute();
  // The last try of a request that led to a link was no wrong one.
  return rows.reduce((sum, { triesLeft, state }) => sum + MOST_TRIES - triesLeft - (state === 'linked' ? 1 : 0), 0);
}

/** Ends whatever a chat user has open: their link was removed, and they begin anew. */
export async function voidRequests(tx: Db, user: ChatUserKey): Promise<void> {
  await tx
    .updateTable('linkRequests')
    .set({ state: 'void', signInSealed: null, stateHash: null, codeHash: null })
    .where('platform', '=', user.platform)
    .where('tenant', '=', user.tenant)
    .where('chatUser', '=', user.user)
    .where('state', 'in', ['asked', 'signingIn', 'confirmed'])
    .execute();
}

/** Takes one try, before the code is compared: guesses at the same moment count each. @returns how many are left, or undefined when none was */
export async function takeTry(db: Db, tokenHash: string, now: number): Promise<number | undefined> {
  const row = await db
    .updateTable('linkRequests')
    .set((values) => ({ triesLeft: values('triesLeft', '-', 1) }))
    .where('tokenHash', '=', tokenHash)
    .where('state', '=', 'confirmed')
    .where('triesLeft', '>', 0)
    .where('expiresAt', '>', now)
    .returning('triesLeft')
    .executeTakeFirst();
  return row?.triesLeft;
}

/** Ends a confirmed request. @returns false when somebody else ended it */
export async function endRequest(tx: Db, tokenHash: string, state: 'linked' | 'void'): Promise<boolean> {
  const result = await tx
    .updateTable('linkRequests')
    .set({ state, signInSealed: null, codeHash: null })
    .where('tokenHash', '=', tokenHash)
    .where('state', '=', 'confirmed')
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}
