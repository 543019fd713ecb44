import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What travels through Slack and comes back: random, and signed, so that a made-up one is not even looked up. */
export interface StateSigner {
  make(): string;
  /** Whether we made it. That it is unused, young and of this browser, the store knows. */
  isOurs(state: string): boolean;
}

const FORM = /^[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{43}$/u;

/** @param secret SLACK_STATE_SECRET */
export function createStateSigner(secret: string): StateSigner {
  const sign = (random: string) => createHmac('sha256', secret).update(`slack install ${random}`).digest('base64url');
  return {
    make() {
      const random = randomBytes(32).toString('base64url');
      return `${random}.${sign(random)}`;
    },
    isOurs(state) {
      if (!FORM.test(state)) return false;
      const [random = '', signature = ''] = state.split('.');
      return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(random)));
    },
  };
}
