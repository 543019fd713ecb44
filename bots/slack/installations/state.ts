import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { OPEN_FOR_MS } from '../../../core/installations/install-states.js';

/** What is to be said of a state that came back. `until`: when it ends, ms since the epoch. */
export type StateReading = { until: number } | 'forged' | 'outOfDate' | 'otherBrowser';

/**
 * What travels through Slack and comes back: random, and signed together with its end and with the browser in which the install
 * began. Nothing has to be remembered of it until it comes back, so that nobody can begin more installs than there is room for.
 */
export interface StateSigner {
  /** @param browser what its cookie holds */
  make(browser: string): string;
  /** Whether we made it, for this browser, not too long ago. That it was not used yet, the store knows. */
  read(state: string, browser: string | undefined): StateReading;
}

/** Random, end, digest of the browser's secret, signature. */
const FORM = /^([\w-]{22})\.(\d{1,15})\.([\w-]{43})\.([\w-]{43})$/u;

const digestOf = (browser: string) => createHash('sha256').update(browser).digest('base64url');

/** @param secret SLACK_STATE_SECRET @param now ms since the epoch */
export function createStateSigner(secret: string, now: () => number): StateSigner {
  const sign = (signed: string) => createHmac('sha256', secret).update(`slack install ${signed}`).digest('base64url');
  return {
    make(browser) {
      const signed = `${randomBytes(16).toString('base64url')}.${now() + OPEN_FOR_MS}.${digestOf(browser)}`;
      return `${signed}.${sign(signed)}`;
    },
    read(state, browser) {
      const [, random, end = '', owner = '', signature = ''] = FORM.exec(state) ?? [];
      if (random === undefined) return 'forged';
      const wanted = sign(`${random}.${end}.${owner}`);
      if (!timingSafeEqual(Buffer.from(signature), Buffer.from(wanted))) return 'forged';
      const until = Number(end);
      if (until <= now()) return 'outOfDate';
      if (!browser || digestOf(browser) !== owner) return 'otherBrowser';
      return { until };
    },
  };
}
