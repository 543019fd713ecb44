import { openJson } from '../jobs/sealed-json.js';
import { journal } from '../journal/journal.js';
import { inTransaction } from '../store/transaction.js';
import type { ChatUser, Turn } from '../turn.js';
import * as requests from './link-requests.js';
import { codeHash, type LinkingParts, same, sealContext } from './linking-parts.js';

export type Completion =
  /** `turn` is what led there: it has still to be answered. */
  | { ok: true; person: string; name: string; turn: Turn }
  | {
      ok: false;
      reason: 'wrongCode' | 'expired' | 'tooManyTries' | 'noneOpen' | 'alreadyLinked';
      triesLeft?: number;
    };

/** The last step, in chat: the chat user whom the link is about types the code that whoever signed in was shown. */
export async function completeLink(parts: LinkingParts, user: ChatUser, typed: string): Promise<Completion> {
  const { people, sealer, now } = parts;
  const { db } = parts.store;
  if (await people.personOf(user)) return { ok: false, reason: 'alreadyLinked' };
  const request = await requests.confirmedRequest(db, user);
  if (!request?.person || !request.codeHash || !request.signInSealed) return { ok: false, reason: 'noneOpen' };
  if (request.expiresAt <= now()) return { ok: false, reason: 'expired' };
  const triesLeft = await requests.takeTry(db, request.tokenHash, now());
  if (triesLeft === undefined) return { ok: false, reason: 'tooManyTries' };
  const salt = sealer.open(request.signInSealed, sealContext('salt', request.tokenHash));
  if (!same(codeHash(digits(typed), salt), request.codeHash)) return await wrongCode(parts, request, triesLeft);
  const { person, personName } = request;
  const outcome = await link(parts, user, request, { person, name: personName ?? person });
  people.forget(user);
  if (outcome !== 'linked') return { ok: false, reason: outcome };
  const turn = openJson(sealer, request.turnSealed, sealContext('turn', request.tokenHash)) as Turn;
  return { ok: true, person, name: personName ?? person, turn };
}

/** Phones and other scripts type digits in other widths, and people put spaces between them. */
function digits(typed: string): string {
  return typed.normalize('NFKC').replace(/\s/g, '');
}

async function wrongCode(parts: LinkingParts, request: requests.LinkRequest, triesLeft: number): Promise<Completion> {
  if (triesLeft > 0) return { ok: false, reason: 'wrongCode', triesLeft };
  await inTransaction(parts.store.db, async (tx) => {
    if (!(await requests.endRequest(tx, request.tokenHash, 'void'))) return;
    await journal(tx, {
      fact: 'link.refused',
      at: parts.now(),
      platform: request.platform === 'teams' ? 'teams' : 'slack',
      ...(request.person === null ? {} : { person: request.person }),
      ...(request.personName === null ? {} : { personName: request.personName }),
      detail: { reason: 'tooManyTries', tenant: request.tenant, user: request.chatUser },
    });
  });
  return { ok: false, reason: 'tooManyTries' };
}

async function link(
  parts: LinkingParts,
  user: ChatUser,
  request: requests.LinkRequest,
  to: { person: string; name: string },
): Promise<'linked' | 'noneOpen' | 'alreadyLinked'> {
  const at = parts.now();
  return inTransaction(parts.store.db, async (tx) => {
    if (!(await requests.endRequest(tx, request.tokenHash, 'linked'))) return 'noneOpen';
    const row = { platform: user.platform, tenant: user.tenant, chatUser: user.user };
    const inserted = await tx
      .insertInto('links')
      .values({ ...row, person: to.person, personName: to.name, linkedAt: at })
      .onConflict((conflict) => conflict.columns(['platform', 'tenant', 'chatUser']).doNothing())
      .executeTakeFirst();
    if (inserted.numInsertedOrUpdatedRows !== 1n) return 'alreadyLinked';
    await journal(tx, {
      fact: 'link.completed',
      at,
      person: to.person,
      personName: to.name,
      platform: user.platform,
      detail: { tenant: user.tenant, user: user.user },
    });
    return 'linked';
  });
}
