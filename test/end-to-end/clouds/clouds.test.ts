import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { textAt } from '../../../sandbox/partner-center/json.js';
import { characterNamed, directChannel, messagesWith, reviewInSlack } from '../slack-desk.js';
import { personalChat, seenInTeams } from '../teams-desk.js';
import { partnerHosts, slackHosts, teamsHosts } from './hosts.js';
import { type Clouds, type CloudWorld, openCloudWorld, type Stay } from './world.js';

const PATIENCE = 30_000;
const sofia = characterNamed('Sofia');

let world: CloudWorld;
beforeAll(async () => {
  world = await openCloudWorld();
}, PATIENCE);
afterAll(() => world?.close());

async function until(holds: () => boolean, what: string, { called }: Stay): Promise<void> {
  for (const end = Date.now() + 8_000; !holds(); ) {
    if (Date.now() > end) throw new Error(`${what}: it did not come to that. Called: ${called().join(', ')}`);
    await new Promise((soon) => setTimeout(soon, 10));
  }
}

const keys = <K extends string>(table: Record<K, unknown>) => Object.keys(table) as K[];
const all: Clouds[] = keys(partnerHosts).flatMap((partner) =>
  keys(teamsHosts).flatMap((teams) => keys(slackHosts).map((slack) => ({ partner, teams, slack }))),
);

/** A customer whom there is in every cloud, by the domain that it has there. */
const customers = {
  global: { domain: 'contoso.onmicrosoft.com', name: 'Contoso Ltd' },
  'us-government': { domain: 'contoso.onmicrosoft.us', name: 'Contoso Ltd' },
  '21vianet': { domain: 'contososhanghai.partner.onmschina.cn', name: '康托索（上海）贸易有限公司' },
};

describe('a desk that is told its clouds and no address', () => {
  it.each(all)(
    'finds Partner Center ($partner), Teams ($teams) and Slack ($slack), and calls nobody else',
    async (clouds) => {
      const stay = await world.stay(clouds);
      const { env, partnerCenter, slack, teams, called } = stay;
      expect(Object.keys(env).filter((name) => name.endsWith('_URL'))).toEqual(['PUBLIC_URL']);
      const { domain, name } = customers[clouds.partner];

      const channel = directChannel(slack, sofia);
      // Later than what goes into the acknowledgement itself: the answer takes the way of the response_url.
      partnerCenter.faults.delay(400);
      await slack.act(sofia, { type: 'say', channel, text: `/partnerdesk find ${domain}` });
      await until(() => messagesWith(slack, sofia, name).length > 0, 'an answer in Slack', stay);
      partnerCenter.faults.delay(0);

      const conversation = personalChat(teams, sofia).id;
      await teams.act(sofia, { type: 'say', conversation, text: `account ${domain}` });
      await until(() => seenInTeams(teams, sofia).includes(name), 'an answer in Teams', stay);

      const line = 'defaultAddress.addressLine1';
      const review = await reviewInSlack(slack, sofia, domain, { [line]: '5 New Street' });
      await slack.act(sofia, { type: 'submit', view: review.id, state: {} });
      await until(() => partnerCenter.putLog.length > 0, 'an update', stay);
      const written = partnerCenter.putLog[0]?.customerId ?? '';
      expect(textAt(partnerCenter.record(written) ?? {}, line)).toBe('5 New Street');
      await until(() => messagesWith(slack, sofia, '5 New Street').length > 0, 'its outcome in Slack', stay);

      const expected = [partnerHosts[clouds.partner], teamsHosts[clouds.teams], slackHosts[clouds.slack]];
      expect(called()).toEqual([...new Set(expected.flatMap((hosts) => Object.values(hosts)))].toSorted());
    },
    PATIENCE,
  );
});
