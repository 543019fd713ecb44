import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { assert, asyncProperty, constantFrom, dictionary, jsonValue, oneof } from 'fast-check';
import { type Bench, openBench, sofia } from './slack-bench.js';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** Something of Slack's with some members missing, null or of another type. */
const broken = (sound: Record<string, unknown>) =>
  dictionary(constantFrom(...Object.keys(sound)), jsonValue()).map((change) => ({ ...sound, ...change }));

const action = {
  team: { id: 'T0PARTNER' },
  user: { id: sofia.slackUser },
  trigger_id: '1.1',
  container: { type: 'message', channel_id: 'D0SOFIA' },
  actions: [{ type: 'button', action_id: 'a', value: 'x' }],
};
const view = { id: 'V1', private_metadata: '', state: { values: {} } };
const message = { type: 'message', channel_type: 'im', channel: 'D0SOFIA', user: sofia.slackUser, text: 'x' };

describe('a signed payload of any shape', () => {
  it('is answered, whatever an interaction holds', async () => {
    const interaction = oneof(
      broken(action).map((one) => ({ ...one, type: 'block_actions' })),
      broken({ ...action, view }).map((one) => ({ ...one, type: 'view_submission' })),
    );
    await assert(
      asyncProperty(interaction, async (payload) => {
        const { status } = await bench.slack.sendForm({ payload: JSON.stringify(payload) });
        expect([200, 503]).toContain(status);
      }),
      { numRuns: 60 },
    );
  });

  it('is answered, whatever an event holds', async () => {
    const envelope = { team_id: 'T0PARTNER', event_id: 'Ev', authorizations: null, api_app_id: 'A0PARTNERDSK' };
    await assert(
      asyncProperty(broken(envelope), broken(message), async (outer, event) => {
        const body = { ...outer, type: 'event_callback', event: { ...event, type: 'message' } };
        const { status } = await bench.slack.sendJson(body);
        expect([200, 503]).toContain(status);
      }),
      { numRuns: 60 },
    );
  });

  it('leaves the bot at work', async () => {
    await bench.slack.act(sofia, { type: 'say', channel: 'C0CUSTOMERS', text: '/partnerdesk help' });
    expect(bench.turns.at(-1)?.act).toMatchObject({ type: 'command', command: 'help' });
  });
});
