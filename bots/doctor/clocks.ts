import type { Proxy } from '../../core/config.js';
import { Skipped, type Check } from '../../core/doctor/check.js';
import { type Found, found } from '../../core/doctor/codes.js';
import { createOutbound } from '../../core/partner/outbound.js';
import { endpointsOf } from '../slack/clouds.js';

/** Signatures are taken for five minutes (Slack, Bot Connector): before that somebody has to know. */
const OFF_S = 60;
const WRONG_S = 4 * 60;
const TIMEOUT_MS = 5_000;

/** Whether this machine's clock agrees with those of the services: the `Date` of an answer, whatever the answer is. */
export const clocks: Check = {
  name: 'clocks',
  async run(patient) {
    const { partner, slack } = patient.config();
    const asked = [
      ['Partner Center', `${partner.urls.partnerCenter}/v1/customers?size=1`],
      ['Microsoft Graph', `${partner.urls.graph}/v1.0/`],
      ...(slack ? [['Slack', endpointsOf(slack).api] as const] : []),
    ] as const;
    const skews = await Promise.all(
      asked.map(async ([service, url]) => ({ service, seconds: await skewOf(url, partner.proxy, patient.now) })),
    );
    if (skews.every(({ seconds }) => seconds === undefined)) throw new Skipped('skippedUnreachable');
    return skews.flatMap(({ service, seconds }) => (seconds === undefined ? [] : judge(service, seconds)));
  },
};

function judge(service: string, seconds: number): Found[] {
  if (Math.abs(seconds) < OFF_S) return [];
  return [found(Math.abs(seconds) < WRONG_S ? 'clockOff' : 'clockWrong', { service, seconds })];
}

/** How far this clock is ahead (below 0: behind), in seconds; undefined where nobody answers. */
async function skewOf(url: string, proxy: Proxy | undefined, now: () => number): Promise<number | undefined> {
  const send = createOutbound({ origin: new URL(url).origin, proxy, timeoutMs: TIMEOUT_MS });
  const began = now();
  try {
    const { headers } = await send({ method: 'GET', url, headers: {} });
    // A Date is of whole seconds, and was made somewhere between question and answer.
    const theirs = Date.parse(headers['date'] ?? '') + 500;
    const ours = (began + now()) / 2;
    return Number.isNaN(theirs) ? undefined : Math.round((ours - theirs) / 1000);
  } catch {
    return undefined;
  }
}
