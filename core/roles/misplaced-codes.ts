import { journal } from '../journal/journal.js';
import { inTransaction } from '../store/transaction.js';
import type { ChatUser } from '../turn.js';
import type { Completion } from './linking-completion.js';
import * as requests from './link-requests.js';
import { codeHash, digits, type LinkingParts, same, sealContext } from './linking-parts.js';
import { isSame } from './link-news.js';

/**
 * A code that was typed by another chat user than the one it is for has been seen where it should not be: perhaps in a room
 * in which the one whom it is for reads it and types it. It is void from then on. Whoever guesses one by chance learns no
 * more from this than that it is of no use any more.
 *
 * @param typedBy the Person who typed it, where they are known
 */
export async function voidOthersCode(
  parts: LinkingParts,
  user: ChatUser,
  typed: string,
  typedBy: string | undefined,
): Promise<Extract<Completion, { ok: false }> | undefined> {
  const code = digits(typed);
  if (!/^\d{6}$/.test(code)) return undefined;
  const { store, sealer, news } = parts;
  const at = parts.now();
  const waiting = await requests.confirmedRequests(store.db, at);
  const request = waiting.find(
    (one) =>
      one.codeHash !== null &&
      one.signInSealed !== null &&
      !isSame({ platform: platformOf(one), tenant: one.tenant, user: one.chatUser }, user) &&
      same(codeHash(code, sealer.open(one.signInSealed, sealContext('salt', one.tokenHash))), one.codeHash),
  );
  if (!request) return undefined;
  const { person, chatUserName: userName } = request;
  const platform = platformOf(request);
  const readers = person === null ? [] : await news.personElsewhere(person, user);
  await inTransaction(store.db, async (tx) => {
    if (!(await requests.endRequest(tx, request.tokenHash, 'void'))) return;
    await journal(tx, {
      fact: 'link.refused',
      at,
      platform: user.platform,
      ...(person === null ? {} : { person }),
      ...(request.personName === null ? {} : { personName: request.personName }),
      detail: {
        reason: 'othersCode',
        tenant: request.tenant,
        user: request.chatUser,
        typedBy: { platform: user.platform, tenant: user.tenant, user: user.user },
      },
    });
    await news.owe(tx, readers, `misplaced:${request.tokenHash}`, {
      type: 'linkAnnounced',
      event: 'misplaced',
      platform,
      userName,
      at,
    });
  });
  news.wake();
  const own = person !== null && person === typedBy;
  return { ok: false, reason: 'othersCode', ...(own ? { other: { platform, userName } } : {}) };
}

const platformOf = ({ platform }: requests.LinkRequest) => (platform === 'teams' ? 'teams' : 'slack');
