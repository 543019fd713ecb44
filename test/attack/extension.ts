import { type Attack, CANARY, type Figure, refused } from './attack.js';
import { deliver } from './requests.js';
import { sofia, type Target } from './target.js';

const id = 'c0000000-0000-4000-8000-000000000001';
const account = { v: 1, verb: 'account', id };
const data = refused('teams', 'data');

interface Bent {
  name: string;
  invoke: string;
  value: unknown;
  counted?: Figure;
  /** Where she sends it; default: her 1:1 chat. */
  where?: (target: Target) => { id: string };
}

const withOscar = (target: Target) => target.teams.conversations.find(({ kind }) => kind === 'group') as { id: string };

const bent: Bent[] = [
  { name: 'a dialog of somebody else’s button', invoke: 'task/fetch', value: { data: { action: CANARY } } },
  { name: 'a dialog that grants', invoke: 'task/fetch', value: { data: { pd: { ...account, verb: 'grant' } } } },
  {
    name: 'a form with a role of its own',
    invoke: 'task/submit',
    value: { data: { pd: { ...account, role: 'admin' } } },
  },
  { name: 'a form without data', invoke: 'task/submit', value: CANARY },
  { name: 'an action that is none of ours', invoke: 'composeExtension/fetchTask', value: { commandId: 'exportAll' } },
  {
    name: 'an action without a message',
    invoke: 'composeExtension/fetchTask',
    value: { commandId: 'updateFromMessage' },
  },
  { name: 'a form of the extension without data', invoke: 'composeExtension/submitAction', value: {} },
  { name: 'a search in other data', invoke: 'application/search', value: { queryText: 'a', dataset: 'secrets' } },
  {
    name: 'a search for more than anybody types',
    invoke: 'application/search',
    value: { queryText: CANARY.repeat(100), dataset: 'customers' },
  },
  { name: 'a search that is none of ours', invoke: 'composeExtension/query', value: { commandId: 'exportAll' } },
  {
    name: 'a result with another verb',
    invoke: 'composeExtension/selectItem',
    value: { pd: { ...account, verb: 'submit' } },
  },
  {
    name: 'a result without a customer',
    invoke: 'composeExtension/selectItem',
    value: { pd: { v: 1, verb: 'account' } },
  },
  {
    name: 'a search in a chat with people from outside',
    invoke: 'composeExtension/query',
    value: { commandId: 'find', parameters: [{ name: 'text', value: 'Contoso' }] },
    counted: refused('teams', 'outsiders'),
    where: withOscar,
  },
  {
    name: 'a customer for a chat with people from outside',
    invoke: 'composeExtension/selectItem',
    value: { pd: account },
    counted: refused('teams', 'outsiders'),
    where: withOscar,
  },
];

/** What a colleague's client sends when its dialogs and searches were made up. */
export const extensionAttacks: Attack[] = bent.map(({ name, invoke, value, counted = data, where }) => ({
  name,
  send: (target) => {
    const { teams } = target;
    const place = teams.conversations.find((each) => each.id === where?.(target).id) ?? teams.personalOf(sofia);
    return deliver(target, teams.activities.invoke(sofia, place, invoke, value));
  },
  status: 200,
  counted,
  colleague: true,
}));
