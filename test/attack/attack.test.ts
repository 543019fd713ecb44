import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { addressAttacks } from './address.js';
import { type Attack, CANARY } from './attack.js';
import { cardAttacks } from './card.js';
import { extensionAttacks } from './extension.js';
import { injectionAttacks } from './injection.js';
import { linkAttacks } from './link.js';
import { oversizeAttacks } from './oversize.js';
import { replayAttacks } from './replay.js';
import { command, deliver, event, form, JSON_TYPE, message, request, signed } from './requests.js';
import { expectRefused, until } from './run.js';
import { signatureAttacks } from './signature.js';
import { slackForgeries, slackImpostors, slackStrangers } from './slack-strangers.js';
import { ada, openTarget, sofia, type Target } from './target.js';
import { teamsStrangers } from './teams-strangers.js';
import { tenantAttacks } from './tenant.js';
import { tokenAttacks } from './token.js';
import { webhookAttacks } from './webhook.js';

jest.setTimeout(30_000);

const categories: Record<string, Attack[]> = {
  'a Slack request that Slack did not sign': signatureAttacks,
  'a Teams activity that Teams did not send': tokenAttacks,
  'a request that was seen before': replayAttacks,
  'a request of somebody else’s workspace or tenant': tenantAttacks,
  'somebody in Slack who is no member': [...slackStrangers, ...slackImpostors],
  'something in Slack that no form or menu of ours asks for': slackForgeries,
  'somebody in Teams who is no member': teamsStrangers,
  'a card that was altered': cardAttacks,
  'a dialog or a search that was made up': extensionAttacks,
  'a text that is meant for another machine': injectionAttacks,
  'a body that no desk should read': oversizeAttacks,
  'an address of somebody else': addressAttacks,
  'a sign-in that nobody began': linkAttacks,
  'a webhook that Partner Center did not send': webhookAttacks,
};

let target: Target;
/** Everything that attackers were answered. */
const told: string[] = [];

beforeAll(async () => {
  target = await openTarget();
  // Colleagues have been there: what is remembered of them is not what an attack writes.
  for (const who of [sofia, ada]) {
    await deliver(target, message(target, who, 'help'));
    await signed(target, form(command(target, who.slackUser, 'help')));
    const text = { type: 'message', channel_type: 'im', channel: 'D1', user: who.slackUser, text: 'help', ts: '1.0' };
    await signed(target, event(text), { type: JSON_TYPE });
  }
  await until(
    target,
    async () => (await target.count({ name: 'partnerdesk_turns_total', labels: { answer: 'help' } })) === 6,
  );
});
afterAll(() => target.close());

for (const [category, attacks] of Object.entries(categories)) {
  describe(category, () => {
    it.each(attacks)('is refused, counted, and leaves nothing: $name', async (attack) => {
      told.push(await expectRefused(target, attack));
    });
  });
}

describe('the suite as a whole', () => {
  it('has many different attacks', () => {
    const names = Object.entries(categories).flatMap(([category, attacks]) =>
      attacks.map(({ name }) => category + name),
    );
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(60);
  });

  it('told strangers nothing of any customer', () => {
    const names = ['Contoso', 'Fabrikam', 'onmicrosoft.com', 'Redmond'];
    for (const name of names) expect(told.join('\n')).not.toContain(name);
  });

  it('left no secret and no personal data in logs, figures and health pages', async () => {
    const ready = await request(`${target.url}/readyz`, { method: 'GET' });
    const out = [target.log(), await target.figures(), ready.body].join('\n');
    expect(target.log().length).toBeGreaterThan(1_000);
    for (const secret of target.secrets) {
      expect(secret).not.toBe('');
      expect(out).not.toContain(secret);
      expect(told.join('\n')).not.toContain(secret);
    }
    const personal = [...CANARY.split(' '), sofia.name, ada.name, 'Contoso', 'Redmond', 'evil.example', 'stolen'];
    for (const one of personal) expect(out).not.toContain(one);
  });

  it('left the desk at work', async () => {
    const { body } = await signed(target, form(command(target, sofia.slackUser, 'whoami')));
    expect(body).toContain('Sales agent');
  });
});
