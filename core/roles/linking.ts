import { randomBytes } from 'node:crypto';
import { sealJson } from '../jobs/sealed-json.js';
import { journal } from '../journal/journal.js';
import { digest } from '../store/sealer.js';
import { inTransaction } from '../store/transaction.js';
import type { ChatUser, Turn } from '../turn.js';
import { insertRequest, OPEN_FOR_MS } from './link-requests.js';
import { type BrowserSteps, createBrowserSteps } from './linking-browser.js';
import { type Completion, completeLink } from './linking-completion.js';
import { type LinkingParts, sealContext } from './linking-parts.js';
import { createSignIn } from './sign-in.js';

export type { CallbackOutcome, CallbackRefusal, LinkUser, LinkView } from './linking-browser.js';
export type { Completion, CompletionRefusal } from './linking-completion.js';
export type { LinkingParts } from './linking-parts.js';
export { SignInError } from './sign-in.js';

/**
 * Links a chat user to a person. A link may be sent on to somebody with more rights; therefore three things must come
 * together: the chat user asks, a person signs in seeing whose account will be theirs, and that same chat user types the
 * code which only that person was shown. Nothing but the last step links anything.
 */
export interface Linking extends BrowserSteps {
  /** A link for whoever did this turn, which will be answered once they are linked. Older links of theirs end. */
  ask(turn: Turn): Promise<{ url: string; expiresAt: number }>;
  /** @param code as it was typed after `link` */
  complete(user: ChatUser, code: string): Promise<Completion>;
}

export function createLinking(parts: LinkingParts): Linking {
  const { store, sealer, config, now } = parts;
  return {
    ...createBrowserSteps(parts, createSignIn({ ...parts, config: config.partner, publicUrl: config.publicUrl })),
    async ask(turn) {
      const token = randomBytes(32).toString('base64url');
      const tokenHash = digest(token);
      const { user } = turn;
      const at = now();
      await inTransaction(store.db, async (tx) => {
        const turnSealed = sealJson(sealer, turn, sealContext('turn', tokenHash));
        await insertRequest(tx, { tokenHash, user, userName: user.name ?? user.user, turnSealed, now: at });
        const detail = { tenant: user.tenant, user: user.user };
        await journal(tx, { fact: 'link.asked', at, platform: user.platform, detail });
      });
      return { url: `${config.publicUrl}/link/${token}`, expiresAt: at + OPEN_FOR_MS };
    },
    complete: (user, code) => completeLink(parts, user, code),
  };
}
