import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Answer } from '../../../core/answer.js';
import { commands } from '../../../core/commands/table.js';
import type { Cloud } from '../../../core/config.js';
import { isOn, openApprovalDesk, until } from '../approval/approval-desk.js';
import { type Counter, expectAnswer, type Guest, reviewOf } from '../desk/counter.js';
import { insertWatch } from '../watch/elsewhere/bench.js';

const CONTOSO = 'c0000000-0000-4000-8000-000000000001';
const clouds = ['global', 'us-government', '21vianet'] as const;

/** One thing that Partner Center does in some clouds. */
interface Feature {
  what: string;
  offeredIn: readonly Cloud[];
  /** The requests by which it would be seen. */
  requests: RegExp;
  /** Somebody tries. Resolves when it has been done, or has been said not to be there. */
  attempt: (counter: Counter) => Promise<Answer | undefined>;
  /** What is said where it is not offered; absent where nobody has asked. */
  said?: Partial<Answer>;
}

const noPermissions: Partial<Answer> = { type: 'permission', off: 'cloud', permissions: [], mayAsk: false };
const everywhere = clouds;
const sofia = (counter: Counter): Guest => counter.as('Sofia');

const features: readonly Feature[] = [
  {
    what: 'the list of customers',
    offeredIn: everywhere,
    requests: /^GET \/v1\/customers\?size=/,
    attempt: (counter) => sofia(counter).say('customers'),
  },
  {
    what: 'search',
    offeredIn: everywhere,
    requests: /^GET \/v1\/customers\?.*filter=/,
    attempt: (counter) => sofia(counter).say('find', 'contoso'),
  },
  {
    what: 'an update of billing information, its address checked first',
    offeredIn: everywhere,
    requests: /^(?:POST \/v1\/validations\/address|PUT \/v1\/customers\/[^/]+\/profiles\/billing)/,
    async attempt(counter) {
      const review = await reviewOf(sofia(counter), CONTOSO, { firstName: 'Jane' });
      return sofia(counter).press(['submit', review.change.id, review.change.version]);
    },
  },
  {
    what: 'what a customer may purchase',
    offeredIn: ['global', 'us-government'],
    requests: /^GET \/v1\/SelfServePolicy/i,
    attempt: (counter) => sofia(counter).say('permission', CONTOSO),
    said: noPermissions,
  },
  {
    what: 'what a customer may purchase, by the button of an old card',
    offeredIn: ['global', 'us-government'],
    requests: /^GET \/v1\/SelfServePolicy/i,
    attempt: (counter) => sofia(counter).press(['permission', CONTOSO]),
    said: noPermissions,
  },
  {
    what: 'asking for a permission, by a button that no card of that cloud has',
    offeredIn: ['global', 'us-government'],
    requests: /^GET \/v1\/SelfServePolicy/i,
    attempt: (counter) => sofia(counter).press(['ask', `${CONTOSO}/give/AzureSavingsPlan`]),
    said: noPermissions,
  },
  {
    what: 'giving a permission',
    offeredIn: ['global', 'us-government'],
    requests: /^(?:POST|PUT|DELETE) \/v1\/SelfServePolicy/i,
    async attempt(counter) {
      const form = await sofia(counter).press(['ask', `${CONTOSO}/give/AzureReservedInstances`]);
      if (form.type !== 'permissionForm') return form;
      const asked = await sofia(counter).press(['propose', form.change.id, form.change.version], { reason: 'Because' });
      const { id } = expectAnswer(asked, 'approval').approval;
      const decision = expectAnswer(await counter.as('Ada').press(['approving', id]), 'decisionForm');
      await counter.as('Ada').press(['approve', id, decision.approval.revision], { reason: 'Because' });
      await until(() => isOn(counter, 'AzureReservedInstances'));
      return undefined;
    },
    said: noPermissions,
  },
  {
    what: 'audit records, which are looked at while somebody watches',
    offeredIn: ['global', 'us-government'],
    requests: /^GET \/v1\/auditrecords/i,
    async attempt(counter) {
      const { db } = counter.core.store;
      const cursors = await db.selectFrom('cursors').select('name').execute();
      if (cursors.length > 0) return undefined;
      await insertWatch(counter.core.store, counter.now() - 1);
      await until(async () => (await db.selectFrom('cursors').select('name').execute()).length > 0);
      return undefined;
    },
  },
  {
    what: 'whatever the doctor asks of permissions and audit records',
    offeredIn: ['global', 'us-government'],
    requests: /^GET \/v1\/(?:SelfServePolicy|auditrecords\?(?:.*&)?size=1\b)/i,
    attempt: (counter) => counter.as('Ada').say('doctor'),
  },
  {
    what: 'relationship requests, agreements, and the users of customers, which the desk uses nowhere',
    offeredIn: [],
    requests: /\/(?:relationshiprequests|agreements|users|directoryroles|granularadmin)/i,
    attempt: async () => undefined,
  },
];

/** Every request from now on. The stand-in itself shows its last ones alone, and a round over all profiles makes more. */
function requestsTo({ world: { partnerCenter } }: Counter): string[] {
  const all: string[] = [];
  let last = partnerCenter.pane().count;
  partnerCenter.onChange(() => {
    const { count, requests } = partnerCenter.pane();
    for (const { n, method, path } of requests) if (n > last) all.push(`${method} ${decodeURIComponent(path)}`);
    last = count;
  });
  return all;
}

describe.each(clouds)('on the cloud %s', (cloud) => {
  let counter: Counter;
  let asked: string[];
  beforeAll(async () => {
    counter = await openApprovalDesk({ watch: { 'poll every': '5s' } }, cloud);
    asked = requestsTo(counter);
  });
  afterAll(() => counter.close());

  it.each(features.filter(({ offeredIn }) => offeredIn.includes(cloud)))(
    'there is $what',
    async ({ attempt, requests }) => {
      const before = asked.filter((one) => requests.test(one)).length;
      await attempt(counter);
      expect(asked.filter((one) => requests.test(one)).length).toBeGreaterThan(before);
    },
  );

  const missing = features.filter(({ offeredIn }) => !offeredIn.includes(cloud));

  it.each(missing)('there is not $what: it is said, and never attempted', async ({ attempt, requests, said }) => {
    const answer = await attempt(counter);
    if (said) expect(answer).toMatchObject(said);
    expect(asked.filter((one) => requests.test(one))).toEqual([]);
  });

  it('help has the commands for which there is anything, and no other', async () => {
    const { commands: shown } = expectAnswer(await counter.as('Grace').say('help'), 'help');
    const all = commands.map(({ name }) => name);
    expect(shown).toEqual(cloud === '21vianet' ? all.filter((name) => name !== 'permission') : all);
  });
});
