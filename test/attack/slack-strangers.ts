import { answered, type Attack, type Figure, CANARY, refused, type Reply } from './attack.js';
import { APP, command, event, form, JSON_TYPE, payload, press, ROOM, signed, TEAM } from './requests.js';
import { sofia, type Target } from './target.js';

const CUSTOMER_PAGE = 'https://partner.microsoft.com/commerce/customers/c0000000-0000-4000-8000-000000000001/account';
const NOTHING = '0a000000-0000-4000-8000-0000000000ff';

/** Whom a Slack workspace knows, and the desk does not serve: what users.info says of them. */
const strangers: { who: string; user: string; info?: Record<string, unknown> }[] = [
  { who: 'a stranger of Slack Connect', user: 'U0X1', info: { team_id: 'T0OUTSIDE', is_stranger: true } },
  { who: 'a user of another workspace', user: 'U0X2', info: { team_id: 'T0OUTSIDE' } },
  { who: 'a multi-channel guest', user: 'U0X3', info: { team_id: TEAM, is_restricted: true } },
  {
    who: 'a single-channel guest',
    user: 'U0X4',
    info: { team_id: TEAM, is_restricted: true, is_ultra_restricted: true },
  },
  { who: 'somebody who was only invited', user: 'U0X5', info: { team_id: TEAM, is_invited_user: true } },
  { who: 'a deactivated user', user: 'U0X6', info: { team_id: TEAM, deleted: true } },
  { who: 'a bot', user: 'U0X7', info: { team_id: TEAM, is_bot: true } },
  { who: 'an app', user: 'U0X8', info: { team_id: TEAM, is_app_user: true } },
  // Slack answers user_not_found for those.
  { who: 'a user whom Slack hides', user: 'U0X9' },
];
const silent = ['a deactivated user', 'a bot', 'an app'];

const who = (user: string) => ({ id: user, username: 'x', name: 'x', team_id: TEAM });
const base = (target: Target, user: string) => ({
  user: who(user),
  api_app_id: APP,
  token: 'of-old',
  team: { id: TEAM, domain: 'partner' },
  enterprise: null,
  is_enterprise_install: false,
  trigger_id: target.slack.mintTrigger(user),
});
const said = (user: string, more: object) => ({
  user,
  ts: '1700000002.000100',
  event_ts: '1700000002.000100',
  client_msg_id: 'c-1',
  team: TEAM,
  text: `find ${CANARY}`,
  ...more,
});
const refusal = answered('slack', 'refused');

/** Every kind of turn, as Slack sends it. Events of bots are counted and not answered: two could go on for ever. */
const turns: {
  what: string;
  counted: Figure | 'event' | 'silent';
  send: (target: Target, user: string) => Promise<Reply>;
}[] = [
  {
    what: 'a slash command',
    counted: refusal,
    send: (target, user) => signed(target, form(command(target, user, `account ${CANARY}`))),
  },
  {
    what: 'a slash command that opens a form',
    counted: refusal,
    send: (target, user) => signed(target, form(command(target, user, 'update contoso.onmicrosoft.com'))),
  },
  {
    what: 'a mention',
    counted: 'event',
    send: (target, user) =>
      signed(
        target,
        event(said(user, { type: 'app_mention', channel: ROOM, text: `<@U0PARTNERDSK> find ${CANARY}` })),
        { type: JSON_TYPE },
      ),
  },
  {
    what: 'a direct message',
    counted: 'event',
    send: (target, user) =>
      signed(target, event(said(user, { type: 'message', channel: `D0${user}`, channel_type: 'im' })), {
        type: JSON_TYPE,
      }),
  },
  {
    what: 'a button',
    counted: refusal,
    send: (target, user) =>
      signed(target, payload(press(target, user, `{"v":1,"verb":"approving","id":"${NOTHING}","version":1}`))),
  },
  {
    what: 'a modal that is submitted',
    counted: refusal,
    send: (target, user) =>
      signed(
        target,
        payload({
          ...base(target, user),
          type: 'view_submission',
          view: {
            id: 'V0ATTACK',
            type: 'modal',
            callback_id: 'partnerdesk',
            team_id: TEAM,
            app_installed_team_id: TEAM,
            private_metadata: `{"v":1,"verb":"approve","id":"${NOTHING}","version":1}`,
            state: { values: { 'reason#1': { reason: { type: 'plain_text_input', value: CANARY } } } },
          },
          response_urls: [],
        }),
      ),
  },
  {
    what: 'the Home tab',
    counted: 'event',
    send: (target, user) =>
      signed(target, event({ type: 'app_home_opened', user, channel: `D0${user}`, tab: 'home', event_ts: '1.1' }), {
        type: JSON_TYPE,
      }),
  },
  {
    what: 'a global shortcut',
    counted: 'event',
    send: (target, user) =>
      signed(
        target,
        payload({ ...base(target, user), type: 'shortcut', callback_id: 'find_customer', action_ts: '1.1' }),
      ),
  },
  {
    what: 'a shortcut of a message',
    counted: 'event',
    send: (target, user) =>
      signed(
        target,
        payload({
          ...base(target, user),
          type: 'message_action',
          callback_id: 'find_in_message',
          channel: { id: ROOM, name: 'customers' },
          message: { type: 'message', user, text: CANARY, ts: '1.1' },
          message_ts: '1.1',
          response_url: `${target.world.baseUrl}/slack/response/nowhere`,
        }),
      ),
  },
  {
    what: 'a typeahead',
    counted: 'silent',
    send: (target, user) =>
      signed(
        target,
        payload({
          ...base(target, user),
          type: 'block_suggestion',
          action_id: 'customer',
          block_id: 'customer#1',
          value: 'Conto',
          container: { type: 'view', view_id: 'V0ATTACK' },
          view: { id: 'V0ATTACK', type: 'modal', private_metadata: '{}' },
        }),
      ),
  },
  {
    what: 'a link to Partner Center',
    counted: 'silent',
    send: (target, user) => signed(target, posted(user, { is_ext_shared_channel: false }), { type: JSON_TYPE }),
  },
];

/** A link that somebody posted in a channel. */
const posted = (user: string, more: object): string =>
  event(
    {
      type: 'link_shared',
      user,
      channel: ROOM,
      message_ts: '1700000003.000100',
      links: [{ domain: 'partner.microsoft.com', url: CUSTOMER_PAGE }],
    },
    more,
  );

/** What the desk offers in Slack, asked for by a colleague in a way that its own forms and menus never ask. */
export const slackForgeries: Attack[] = [
  ...['customer', 'customer#', 'customer#1#2', '__proto__', 'reason#1'].map(
    (block): Attack => ({
      name: `a typeahead of a field that is none: ${block}`,
      send: (target) =>
        signed(
          target,
          payload({
            ...base(target, sofia.slackUser),
            type: 'block_suggestion',
            action_id: 'customer',
            block_id: block,
            value: 'Conto',
            container: { type: 'view', view_id: 'V0ATTACK' },
            view: { id: 'V0ATTACK', type: 'modal', private_metadata: '{}' },
          }),
        ),
      status: 200,
      counted: refused('slack', 'unsupported'),
      colleague: true,
    }),
  ),
  ...[
    ['a shortcut that is not in the manifest', 'shortcut', 'delete_customer'],
    ['a shortcut of a message without the message', 'message_action', 'find_in_message'],
    ['a shortcut of a message as if it were global', 'shortcut', 'find_in_message'],
  ].map(
    ([name, type, id]): Attack => ({
      name: name as string,
      send: (target) =>
        signed(target, payload({ ...base(target, sofia.slackUser), type, callback_id: id, action_ts: '1.1' })),
      status: 200,
      counted: refused('slack', 'unsupported'),
      colleague: true,
    }),
  ),
  {
    name: 'a link to Partner Center in a channel that another organisation reads',
    send: (target) => signed(target, posted(sofia.slackUser, { is_ext_shared_channel: true }), { type: JSON_TYPE }),
    status: 200,
    counted: refused('slack', 'room'),
    colleague: true,
  },
];

/** `event`: bots are not answered, everybody else is refused; `silent`: nobody is answered. */
function figureOf(counted: Figure | 'event' | 'silent', stranger: string): Figure {
  if (typeof counted !== 'string') return counted;
  if (silent.includes(stranger)) return refused('slack', 'bot');
  return counted === 'event' ? refusal : refused('slack', 'standing');
}

/** Every kind of turn by everybody who is no member. */
export const slackStrangers: Attack[] = strangers.flatMap(({ who: name, user, info }) =>
  turns.map(
    ({ what, counted, send }): Attack => ({
      name: `${what} by ${name}`,
      send(target) {
        if (info) target.slack.alterUser(user, { id: user, name: 'x', real_name: CANARY, ...info });
        return send(target, user);
      },
      status: 200,
      counted: figureOf(counted, name),
    }),
  ),
);

/** A press whose payload claims the workspace of somebody else: who they are is what Slack says. */
export const slackImpostors: Attack[] = [
  {
    name: 'a press by a stranger who claims to be of the workspace',
    send: (target) =>
      signed(
        target,
        payload(press(target, 'U0X1', '{"v":1,"verb":"approvals"}', { user: { ...who('U0X1'), name: sofia.name } })),
      ),
    status: 200,
    counted: refusal,
  },
];
