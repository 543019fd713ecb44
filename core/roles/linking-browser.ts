import { randomBytes, randomInt } from 'node:crypto';
import { openJson, sealJson } from '../jobs/sealed-json.js';
import { journal } from '../journal/journal.js';
import { digest } from '../store/sealer.js';
import { inTransaction } from '../store/transaction.js';
import type { ChatUser } from '../turn.js';
import { DirectoryError } from './directory.js';
import * as requests from './link-requests.js';
import { codeHash, type LinkingParts, same, sealContext } from './linking-parts.js';
import { type SignIn, type SignInChecks, SignInError } from './sign-in.js';

/** Whose chat account a link is about, for the page to show. */
export type LinkUser = Pick<ChatUser, 'platform' | 'tenant' | 'user'> & { name: string };

/** How a link stands. `spent`: somebody signed in. `over`: expired, or a newer link was asked for. */
export type LinkView = { state: 'open'; user: LinkUser; expiresAt: number } | { state: 'spent' | 'over' };

export type CallbackRefusal =
  | 'outOfDate'
  | 'otherBrowser'
  | 'cancelled'
  | 'signInFailed'
  | 'otherTenant'
  | 'unknownPerson'
  | 'guest'
  | 'disabled'
  | 'unavailable';

export type CallbackOutcome =
  /** `code` is shown to whoever signed in, and nowhere else. */
  | { type: 'confirmed'; code: string; personName: string; user: LinkUser; expiresAt: number }
  | { type: 'refused'; reason: CallbackRefusal };

/** The steps of linking that happen in a browser. */
export interface BrowserSteps {
  /** What a link is about; undefined for an unknown one. Changes nothing: scanners open links too. */
  show(token: string): Promise<LinkView | undefined>;
  /**
   * Starts the sign-in. `browserSecret` must come back with the callback, from the cookie of the same browser.
   *
   * @returns undefined when the link is not open
   * @throws {SignInError} when the login service does not answer
   */
  begin(token: string): Promise<{ url: string; browserSecret: string } | undefined>;
  /** @param parameters the query with which the login service sent the browser back */
  callback(parameters: URLSearchParams, browserSecret: string | undefined): Promise<CallbackOutcome>;
}

type KeptSignIn = { [check in keyof SignInChecks | 'browserHash']: string };

const refused = (reason: CallbackRefusal): CallbackOutcome => ({ type: 'refused', reason });

export function createBrowserSteps(parts: LinkingParts, signIn: SignIn): BrowserSteps {
  const { sealer, directory, config, now } = parts;
  const { db } = parts.store;

  /** The request that a callback belongs to, if it comes from the browser that started the sign-in. */
  async function claim(parameters: URLSearchParams, browserSecret: string | undefined) {
    const stateHash = digest(parameters.get('state') ?? '');
    const request = await requests.requestByState(db, stateHash, now());
    if (!request?.signInSealed) return 'outOfDate';
    const kept = openJson(sealer, request.signInSealed, sealContext('signIn', request.tokenHash)) as KeptSignIn;
    if (!same(kept.browserHash, digest(browserSecret ?? ''))) return 'otherBrowser';
    return (await requests.useSignIn(db, stateHash)) ? { request, checks: kept } : 'outOfDate';
  }

  /** Keeps who signed in, and makes the code that the chat user has to type. */
  async function confirm(
    request: requests.LinkRequest,
    person: { id: string; name: string },
  ): Promise<CallbackOutcome> {
    const code = String(randomInt(1_000_000)).padStart(6, '0');
    const salt = randomBytes(32).toString('base64url');
    const at = now();
    const confirmed = await inTransaction(db, async (tx) => {
      const done = await requests.confirmRequest(tx, request, {
        person: person.id,
        personName: person.name,
        codeHash: codeHash(code, salt),
        saltSealed: sealer.seal(salt, sealContext('salt', request.tokenHash)),
        now: at,
      });
      if (done)
        await journal(tx, {
          fact: 'link.signedIn',
          at,
          person: person.id,
          personName: person.name,
          platform: linkUserOf(request).platform,
          detail: { tenant: request.tenant, user: request.chatUser },
        });
      return done;
    });
    if (!confirmed) return refused('outOfDate');
    const expiresAt = at + requests.OPEN_FOR_MS;
    return { type: 'confirmed', code, personName: person.name, user: linkUserOf(request), expiresAt };
  }

  /**
   * A sign-in that leads nowhere is a fact worth keeping: it may be an attempt. Callbacks that belong to no sign-in, or come
   * from another browser, are only counted: anybody on the internet could fill the journal with them.
   */
  async function turnAway(
    request: requests.LinkRequest,
    reason: CallbackRefusal,
    person?: string,
  ): Promise<CallbackOutcome> {
    await inTransaction(db, (tx) =>
      journal(tx, {
        fact: 'link.refused',
        at: now(),
        platform: linkUserOf(request).platform,
        ...(person === undefined ? {} : { person }),
        detail: { reason, tenant: request.tenant, user: request.chatUser },
      }),
    );
    return refused(reason);
  }

  return {
    async show(token) {
      const request = await requests.requestByToken(db, digest(token));
      if (!request) return undefined;
      if (request.state === 'confirmed' || request.state === 'linked') return { state: 'spent' };
      if (request.state === 'void' || request.expiresAt <= now()) return { state: 'over' };
      return { state: 'open', user: linkUserOf(request), expiresAt: request.expiresAt };
    },

    async begin(token) {
      const tokenHash = digest(token);
      // Asked first, so that dead links cost the login service nothing. The update below is what counts.
      const request = await requests.requestByToken(db, tokenHash);
      const open = request && (request.state === 'asked' || request.state === 'signingIn') && request.expiresAt > now();
      if (!open) return undefined;
      const { url, checks } = await signIn.begin();
      const browserSecret = randomBytes(32).toString('base64url');
      const kept: KeptSignIn = { ...checks, browserHash: digest(browserSecret) };
      const started = await requests.startSignIn(db, tokenHash, {
        stateHash: digest(checks.state),
        signInSealed: sealJson(sealer, kept, sealContext('signIn', tokenHash)),
        now: now(),
      });
      return started ? { url, browserSecret } : undefined;
    },

    async callback(parameters, browserSecret) {
      const claimed = await claim(parameters, browserSecret);
      if (typeof claimed === 'string') return refused(claimed);
      const { request, checks } = claimed;
      try {
        const signedIn = await signIn.finish(parameters, checks);
        if (signedIn.tenant !== config.partner.tenantId) return await turnAway(request, 'otherTenant');
        const entry = await directory.look(signedIn.person, { fresh: true });
        if (entry.guest) return await turnAway(request, 'guest', signedIn.person);
        if (!entry.enabled) return await turnAway(request, 'disabled', signedIn.person);
        return await confirm(request, { id: signedIn.person, name: entry.name });
      } catch (error) {
        const reason = reasonOf(error);
        return reason === 'unavailable' ? refused(reason) : await turnAway(request, reason);
      }
    },
  };
}

/** @throws again what is no answer of the login service or the directory */
function reasonOf(error: unknown): CallbackRefusal {
  if (error instanceof SignInError) return error.kind === 'failed' ? 'signInFailed' : error.kind;
  if (error instanceof DirectoryError) return error.kind === 'notFound' ? 'unknownPerson' : 'unavailable';
  throw error;
}

function linkUserOf(request: requests.LinkRequest): LinkUser {
  const platform = request.platform === 'teams' ? 'teams' : 'slack';
  return { platform, tenant: request.tenant, user: request.chatUser, name: request.chatUserName };
}
