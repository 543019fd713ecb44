import type { Ward } from '../ward.js';
import { after, env, NOWHERE, type Fault } from './fault.js';

/** Partner Center, its webhook, and the clock. */
export function partnerFaults(): Fault[] {
  const refusing =
    (path: string) =>
    ({ world: { partnerCenter } }: Ward) => {
      partnerCenter.faults.failNext(20, 403, { path });
      return after(() => partnerCenter.faults.clear());
    };
  return [
    {
      name: 'Partner Center that does not answer',
      check: 'partnerCenter',
      code: 'partnerUnreachable',
      facts: { reason: 'ECONNREFUSED' },
      fix: /PARTNER_CENTER_URL/,
      plant: env({ PARTNER_CENTER_URL: NOWHERE }),
    },
    {
      name: 'Partner Center that refuses the app',
      check: 'partnerCenter',
      code: 'partnerRefused',
      facts: { status: 403 },
      fix: /App management/,
      plant: refusing('/v1/customers'),
    },
    {
      name: 'audit records that may not be read',
      check: 'auditRecords',
      code: 'auditRefused',
      fix: /read audit records/,
      plant: refusing('/v1/auditrecords'),
    },
    {
      name: 'permissions to purchase that may not be read',
      check: 'purchasePermission',
      code: 'purchaseRefused',
      fix: /account of AdminAgents/,
      plant: refusing('SelfServePolicy'),
    },
    {
      name: 'Partner Center that asks to wait',
      check: 'partnerCenter',
      code: 'partnerThrottled',
      fix: /Wait a minute/,
      plant({ world: { partnerCenter } }) {
        partnerCenter.faults.throttle(60);
        return after(() => partnerCenter.faults.clear());
      },
    },
    {
      name: 'a tenant without a webhook',
      check: 'webhook',
      code: 'webhookNone',
      fix: /webhook -- register/,
      plant: () => ({}),
    },
    {
      name: "another program's webhook",
      check: 'webhook',
      code: 'webhookOther',
      facts: { have: 'https://other.example' },
      fix: /--replace/,
      plant({ world }) {
        world.partnerCenter.webhooks.register('https://other.example/hook?key=canary-hook-key', ['test-created']);
        return {};
      },
    },
    {
      name: 'a clock that is two minutes ahead',
      check: 'clocks',
      code: 'clockOff',
      facts: { service: 'Partner Center' },
      fix: /time synchronization/,
      plant({ world }) {
        world.skewClocks(-120_000);
        return after(() => world.skewClocks(0));
      },
    },
    {
      name: 'a clock that is ten minutes behind',
      check: 'clocks',
      code: 'clockWrong',
      fix: /Set the clock of this machine now/,
      plant({ world }) {
        world.skewClocks(600_000);
        return after(() => world.skewClocks(0));
      },
    },
  ];
}
