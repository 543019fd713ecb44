import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { activitySchema, type TeamsActivity } from '../../../bots/teams/activity.js';
import { hear, localeOf, placeOf, textOf, turnOf } from '../../../bots/teams/inbound.js';

const TENANT = '5d2f6c1e-7d0b-4c53-9e0a-1f0d6a2b9c01';
const BOT = '28:11111111-2222-4333-8444-555555555555';

function activity(changes: Record<string, unknown> = {}): TeamsActivity {
  return activitySchema.parse({
    type: 'message',
    channelId: 'msteams',
    serviceUrl: 'https://smba.trafficmanager.net/teams/',
    id: '1',
    from: { id: '29:1', aadObjectId: '0a000000-0000-4000-8000-000000000001' },
    recipient: { id: BOT },
    conversation: { id: '19:x@thread.v2', conversationType: 'groupChat', tenantId: TENANT },
    ...changes,
  });
}

const mention = (text: string, id = BOT) => ({ type: 'mention', text, mentioned: { id, name: 'x' } });

describe('the text of a message', () => {
  it.each([
    ['<at>partnerdesk</at> find contoso', 'find contoso'],
    ['  <at>partnerdesk</at>&nbsp;find contoso ', 'find contoso'],
    ['<at>partnerdesk</at>', ''],
    ['find A &amp; B &lt;x&gt; &quot;y&quot; &#39;z&#39;', 'find A & B <x> "y" \'z\''],
    ['find &amp;lt;', 'find &lt;'],
    ['find contoso, <at>partnerdesk</at>', 'find contoso'],
    ['请<at>partnerdesk</at> 查找 contoso', '请  查找 contoso'],
    ['ask <at>partnerdesk</at> about it', 'ask   about it'],
  ])('%p is read as %p', (text, expected) => {
    expect(textOf(activity({ text, entities: [mention('<at>partnerdesk</at>')] }))).toBe(expected);
  });

  it('loses only the bot’s own name, not that of a colleague mentioned first', () => {
    const entities = [mention('<at>Ada</at>', '29:ada'), mention('<at>partnerdesk</at>')];
    expect(textOf(activity({ text: '<at>Ada</at> <at>partnerdesk</at> help', entities }))).toBe('Ada   help');
  });

  it('loses the bot’s name although it was renamed and the entity says otherwise', () => {
    const entities = [mention('<at>partnerdesk</at>')];
    expect(textOf(activity({ text: '<at>Desk</at> help', entities }))).toBe('help');
  });

  it('keeps a tag that somebody typed without mentioning anybody', () => {
    expect(textOf(activity({ text: '&lt;at&gt;partnerdesk&lt;/at&gt; help' }))).toBe('<at>partnerdesk</at> help');
  });
});

describe('what an activity asks for', () => {
  it('is a command, after the mention', () => {
    const entities = [mention('<at>partnerdesk</at>')];
    expect(hear(activity({ text: '<at>partnerdesk</at> find contoso', entities }))).toEqual({
      kind: 'message',
      act: { type: 'command', command: 'find', argument: 'contoso' },
      copy: false,
    });
  });

  it('is help when only the bot’s name was said', () => {
    const heard = hear(activity({ text: '<at>partnerdesk</at>', entities: [mention('<at>partnerdesk</at>')] }));
    expect(heard).toMatchObject({ kind: 'message', act: { command: 'help' } });
  });

  it.each(['typing', 'messageReaction', 'endOfConversation', 'event', 'somethingNew'])('is nothing for %s', (type) => {
    expect(hear(activity({ type }))).toEqual({ kind: 'nothing' });
  });

  it('is nothing when a colleague joins', () => {
    expect(hear(activity({ type: 'conversationUpdate', membersAdded: [{ id: '29:2' }] }))).toEqual({ kind: 'nothing' });
  });

  it('is always one of the known cases, whatever a client sends', () => {
    const wild = fc.record(
      {
        type: fc.constantFrom('message', 'invoke', 'conversationUpdate', 'installationUpdate'),
        name: fc.oneof(fc.constant('adaptiveCard/action'), fc.anything()),
        text: fc.anything(),
        value: fc.oneof(
          fc.anything(),
          fc.record({ action: fc.record({ data: fc.record({ pd: fc.anything() }) }) }),
          fc.record({ pd: fc.record({ verb: fc.string(), id: fc.anything() }, { requiredKeys: [] }) }),
        ),
        entities: fc.oneof(
          fc.anything(),
          fc.array(fc.record({ type: fc.constant('mention'), mentioned: fc.anything() })),
        ),
        action: fc.anything(),
        membersAdded: fc.anything(),
        locale: fc.anything(),
        localTimezone: fc.anything(),
        channelData: fc.anything(),
      },
      { requiredKeys: ['type'] },
    );
    fc.assert(
      fc.property(wild, (changes) => {
        const kinds = ['message', 'greeting', 'invoke', 'broken', 'unsupported', 'nothing'];
        expect(kinds).toContain(hear(activity(changes)).kind);
      }),
    );
  });
});

describe('a turn', () => {
  const user = { platform: 'teams' as const, tenant: TENANT, user: 'u', standing: 'member' as const };
  const act = { type: 'command' as const, command: 'help' as const, argument: '' };
  const turn = (from: TeamsActivity, body = '{}') => turnOf(from, user, placeOf(from, TENANT), act, body);

  it('has the same delivery id when it is repeated and another one in another conversation', () => {
    const conversation = { id: 'a:2', conversationType: 'personal', tenantId: TENANT };
    expect(turn(activity()).delivery).toBe(turn(activity()).delivery);
    expect(turn(activity()).delivery).not.toBe(turn(activity({ conversation })).delivery);
  });

  it('is known by its bytes when it has no id', () => {
    const nameless = activity({ id: undefined });
    expect(turn(nameless, '{"a":1}').delivery).toBe(turn(nameless, '{"a":1}').delivery);
    expect(turn(nameless, '{"a":1}').delivery).not.toBe(turn(nameless, '{"a":2}').delivery);
  });

  it.each(['Nowhere/Land', '', 'Europe/Berlin\u0000', '../etc'])('has no time zone when Teams says %p', (zone) => {
    expect(turn(activity({ localTimezone: zone })).timeZone).toBeUndefined();
  });

  it('takes language and time zone from the client when the activity has none', () => {
    const entities = [{ type: 'clientInfo', locale: 'fr-FR', timezone: 'Europe/Paris' }];
    expect(turn(activity({ entities }))).toMatchObject({ locale: 'fr-FR', timeZone: 'Europe/Paris' });
  });

  it.each([undefined, '', 'x', 'en_US', '<script>', 'a'.repeat(99)])(
    'is in English when the locale is %p',
    (locale) => {
      expect(localeOf(activity({ locale }))).toBe('en');
    },
  );

  it('is in an external place in a shared channel and in a conversation of another tenant', () => {
    const shared = activity({ channelData: { channel: { type: 'shared' } } });
    expect(placeOf(shared, TENANT).external).toBe(true);
    expect(placeOf(activity(), 'another-tenant').external).toBe(true);
    expect(placeOf(activity(), TENANT.toUpperCase()).external).toBe(false);
  });
});
