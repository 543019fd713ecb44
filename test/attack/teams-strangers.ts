import { randomUUID } from 'node:crypto';
import type { WireActivity } from '../../sandbox/teams/activities.js';
import type { Conversation } from '../../sandbox/teams/world.js';
import { answered, type Attack, CANARY, type Figure, refused } from './attack.js';
import { deliver } from './requests.js';
import { gwen, oscar, sofia, type Target } from './target.js';

const FOREIGN = '99999999-9999-4999-8999-999999999999';
const OWN = (target: Target): Conversation =>
  target.teams.conversations.find(({ kind }) => kind === 'group') as Conversation;

interface Stranger {
  who: string;
  counted: Figure;
  /** Makes what a colleague would send theirs. */
  bend(activity: WireActivity): WireActivity;
  /** Who sends it. */
  character: typeof sofia;
  where(target: Target): Conversation;
}

const from = (activity: WireActivity, more: Record<string, unknown>): WireActivity => ({
  ...activity,
  from: { ...(activity['from'] as object), ...more },
});
const withoutTenant = (activity: WireActivity): WireActivity => {
  const { tenantId: _, ...rest } = activity['from'] as Record<string, unknown>;
  return { ...activity, from: rest };
};
const tenant = refused('teams', 'tenant');
const identity = refused('teams', 'identity');
const personal = (target: Target) => target.teams.personalOf(sofia);

/** Whom Teams lets talk to a bot, and the desk does not serve. */
const strangers: Stranger[] = [
  {
    who: 'a user of a tenant that installed the app by itself',
    counted: tenant,
    character: oscar,
    bend: (one) => one,
    where: (target) => target.teams.personalOf(oscar),
  },
  {
    who: 'a federated user in a chat of the own tenant',
    counted: tenant,
    character: oscar,
    bend: (one) => one,
    where: OWN,
  },
  {
    who: 'a federated user whom only the roster gives away',
    counted: identity,
    character: oscar,
    bend: withoutTenant,
    where: OWN,
  },
  {
    who: 'somebody of another tenant in a shared channel',
    counted: tenant,
    character: oscar,
    bend: (one) => ({
      ...from(one, { tenantId: FOREIGN }),
      channelData: { ...(one['channelData'] as object), channel: { id: '19:shared@thread.tacv2', type: 'shared' } },
    }),
    where: OWN,
  },
  {
    who: 'an anonymous user of a meeting',
    counted: identity,
    character: sofia,
    bend: (one) => from(one, { aadObjectId: undefined, name: 'Anonymous' }),
    where: OWN,
  },
  {
    who: 'a guest',
    counted: answered('teams', 'refused'),
    character: gwen,
    bend: (one) => one,
    where: (target) => target.teams.personalOf(gwen),
  },
  {
    who: 'another bot',
    counted: refused('teams', 'bot'),
    character: sofia,
    bend: (one) => from(one, { role: 'bot' }),
    where: personal,
  },
  {
    who: 'a skill',
    counted: refused('teams', 'bot'),
    character: sofia,
    bend: (one) => from(one, { role: 'skill' }),
    where: personal,
  },
  {
    who: 'an app by its id',
    counted: refused('teams', 'bot'),
    character: sofia,
    bend: (one) => from(one, { id: `28:${randomUUID()}` }),
    where: personal,
  },
];

const pd = { v: 1, verb: 'account', id: 'c0000000-0000-4000-8000-000000000001' };
type Made = (target: Target, one: Stranger, where: Conversation) => WireActivity;

const invoke =
  (name: string, value: object): Made =>
  ({ teams }, { character }, where) =>
    teams.activities.invoke(character, where, name, value);

/** Every kind of turn, as Teams sends it. `status` of those that are no card: nothing is owed to a stranger. */
const turns: { what: string; status: number; search?: true; make: Made }[] = [
  {
    what: 'a message',
    status: 200,
    make: ({ teams }, { character }, where) =>
      teams.activities.message(character, where, randomUUID(), `@partnerdesk find ${CANARY}`),
  },
  {
    what: 'a button',
    status: 200,
    make: ({ teams }, { character }, where) => teams.activities.execute(character, where, '1', 'account', { pd }),
  },
  {
    what: 'a card that refreshes itself',
    status: 200,
    make: ({ teams }, { character }, where) =>
      teams.activities.execute(
        character,
        where,
        '1',
        'change',
        { pd: { v: 1, verb: 'change', id: pd.id } },
        'automatic',
      ),
  },
  {
    what: 'a form of an older client',
    status: 200,
    make: ({ teams }, { character }, where) => teams.activities.submit(character, where, '1', { pd }),
  },
  {
    what: 'an installation',
    status: 200,
    make: ({ teams }, { character }, where) => teams.activities.installed(character, where)[0] as WireActivity,
  },
  {
    what: 'a typeahead',
    status: 403,
    search: true,
    make: invoke('application/search', {
      kind: 'search',
      queryText: 'Conto',
      queryOptions: { skip: 0, top: 15 },
      dataset: 'customers',
    }),
  },
  {
    what: 'a search of the message extension',
    status: 403,
    search: true,
    make: invoke('composeExtension/query', {
      commandId: 'find',
      parameters: [{ name: 'text', value: 'Conto' }],
      queryOptions: { skip: 0, count: 25 },
    }),
  },
  {
    what: 'a result of the message extension',
    status: 403,
    search: true,
    make: invoke('composeExtension/selectItem', { pd }),
  },
  {
    what: 'an action on a message',
    status: 403,
    make: invoke('composeExtension/fetchTask', {
      commandId: 'updateFromMessage',
      commandContext: 'message',
      messagePayload: { id: '1', body: { contentType: 'html', content: `<p>contoso.com ${CANARY}</p>` } },
    }),
  },
  {
    what: 'a form of the message extension',
    status: 403,
    make: invoke('composeExtension/submitAction', { commandId: 'updateFromMessage', data: { pd } }),
  },
  { what: 'a dialog', status: 403, make: invoke('task/fetch', { data: { pd }, context: { theme: 'default' } }) },
  { what: 'a form in a dialog', status: 403, make: invoke('task/submit', { data: { pd } }) },
];

/**
 * What a guest asks for comes to the core, which refuses by standing; what they type letter by letter is refused at the door.
 * Only an installation by a guest is none of ours.
 */
function metBy(one: Stranger, { status, search }: (typeof turns)[number]): Pick<Attack, 'status' | 'counted'> {
  if (one.character === gwen)
    return search ? { status, counted: refused('teams', 'standing') } : { status: 200, counted: one.counted };
  // Bots are not answered at all.
  return { status: one.counted.labels['reason'] === 'bot' ? 200 : status, counted: one.counted };
}

/** Every kind of turn by everybody who is no member of the partner's tenant. */
export const teamsStrangers: Attack[] = strangers.flatMap((one) =>
  turns
    .filter(({ what }) => one.character !== gwen || what !== 'an installation')
    .map(
      (turn): Attack => ({
        name: `${turn.what} by ${one.who}`,
        send: (target) => deliver(target, one.bend(turn.make(target, one, one.where(target)))),
        ...metBy(one, turn),
      }),
    ),
);
