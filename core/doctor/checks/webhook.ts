import { usedEvents } from '../../partner/webhook-event.js';
import type { WebhookRegistration } from '../../partner/webhook-registration.js';
import { lastTest } from '../../watch/webhook-events.js';
import { WEBHOOK_PATH } from '../../watch/webhooks.js';
import type { Check } from '../check.js';
import { type Found, found } from '../codes.js';
import type { Patient } from '../patient.js';
import { refusals } from './partner-center.js';

/** Whose webhook registration the tenant has, and whether a test event ever came. */
export const webhook: Check = {
  name: 'webhook',
  async run(patient) {
    const address = `${patient.config().publicUrl}${WEBHOOK_PATH}`;
    const { webhooks, tokens, token } = patient.services();
    await token(tokens.user ? 'user' : 'app');
    let findings: Found[] = [];
    const refused = await refusals('webhookRefused', async () => {
      const current = await webhooks.current();
      const offered = current?.address === address ? await webhooks.offered() : [];
      findings = current ? judge(current, address, offered) : [found('webhookNone', { address })];
    });
    if (refused.length > 0 || findings.length > 0) return [...refused, ...findings];
    return tested(patient);
  },
};

function judge({ address, events }: WebhookRegistration, ours: string, offered: readonly string[]): Found[] {
  // The whole address of another program may hold its secret.
  if (address !== ours)
    return [found('webhookOther', { have: URL.canParse(address) ? new URL(address).origin : '–', address: ours })];
  const had = new Set(events.map((name) => name.toLowerCase()));
  const missing = offered.filter((name) => usedEvents.includes(name.toLowerCase()) && !had.has(name.toLowerCase()));
  return missing.length > 0 ? [found('webhookEventsMissing', { missing: missing.join(', ') })] : [];
}

async function tested(patient: Patient): Promise<Found[]> {
  if ('fault' in patient.store) return [];
  return (await lastTest(patient.store.db)) === undefined ? [found('webhookUntested')] : [];
}
