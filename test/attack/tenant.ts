import { type Attack, refused } from './attack.js';
import { command, deliver, event, form, message, payload, press, signed } from './requests.js';
import { oscar, sofia, type Target } from './target.js';

const foreign = refused('slack', 'team');
const text = { type: 'message', channel_type: 'im', channel: 'D1', user: sofia.slackUser, text: 'help', ts: '1.1' };
const asForm = (target: Target, more: Record<string, string>) =>
  signed(target, form({ ...command(target, sofia.slackUser), ...more }));
const OTHER = '99999999-9999-4999-8999-999999999999';

/** Requests of other workspaces, apps and tenants, all of them well signed. */
export const tenantAttacks: Attack[] = [
  {
    name: 'a command of another workspace',
    send: (target) => asForm(target, { team_id: 'T0EVIL' }),
    status: 200,
    counted: foreign,
  },
  {
    name: 'a command for another app',
    send: (target) => asForm(target, { api_app_id: 'A0EVIL' }),
    status: 200,
    counted: foreign,
  },
  {
    name: 'an event of another workspace',
    send: (target) =>
      signed(target, event(text, { team_id: 'T0EVIL', authorizations: [{ team_id: 'T0EVIL' }] }), {
        type: 'application/json',
      }),
    status: 200,
    counted: foreign,
  },
  {
    name: 'a press from another workspace',
    send: (target) =>
      signed(
        target,
        payload(
          press(target, sofia.slackUser, '{}', { team: { id: 'T0EVIL' }, user: { id: 'U1', team_id: 'T0ELSE' } }),
        ),
      ),
    status: 200,
    counted: foreign,
  },
  {
    name: 'a modal of another workspace',
    send: (target) =>
      signed(
        target,
        payload({
          type: 'view_submission',
          team: { id: 'T0PARTNER' },
          user: { id: sofia.slackUser },
          trigger_id: '1.2.3',
          view: { id: 'V1', callback_id: 'partnerdesk', app_installed_team_id: 'T0EVIL', private_metadata: '{}' },
        }),
      ),
    status: 200,
    counted: foreign,
  },
  {
    name: 'a message of a conversation in a foreign tenant',
    send: (target) => deliver(target, message(target, oscar)),
    status: 200,
    counted: refused('teams', 'tenant'),
  },
  {
    name: 'a message whose two tenants differ',
    send: (target) => deliver(target, { ...message(target, sofia), channelData: { tenant: { id: OTHER } } }),
    status: 200,
    counted: refused('teams', 'tenant'),
  },
  {
    name: 'a message without a tenant',
    send: (target) =>
      deliver(target, {
        ...message(target, sofia),
        channelData: {},
        conversation: { id: 'a:1', conversationType: 'personal' },
      }),
    status: 200,
    counted: refused('teams', 'tenant'),
  },
];
