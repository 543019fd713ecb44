import { answered, type Attack, refused } from './attack.js';
import { deliver, execute, payload, press, signed } from './requests.js';
import { ada, sofia } from './target.js';

const NOTHING = '0a000000-0000-4000-8000-0000000000ff';

/** What a client can make of the data of a card, beyond what any card of ours carries. */
const broken: [string, unknown][] = [
  ['an unknown verb', { v: 1, verb: 'grantEverything', id: NOTHING }],
  ['a role beside the verb', { v: 1, verb: 'approve', id: NOTHING, version: 1, roles: ['Global admin'] }],
  ['a format of the future', { v: 99, verb: 'approve', id: NOTHING }],
  ['a version that is no number', { v: 1, verb: 'approve', id: NOTHING, version: '1 or 1=1' }],
  ['an id that is an object', { v: 1, verb: 'account', id: { $ne: '' } }],
  ['an id without end', { v: 1, verb: 'account', id: 'x'.repeat(5_000) }],
  ['no data at all', null],
  ['a list', [1, 2, 3]],
];

/** Whole cards of ours, with another id or a verb that its reader was not offered. */
const altered: [string, object, string][] = [
  ['a decision on nothing', { v: 1, verb: 'approve', id: NOTHING, version: 1 }, 'stale'],
  ['somebody breaking the glass for nothing', { v: 1, verb: 'breakGlass', id: NOTHING, version: 1 }, 'stale'],
  ['the submission of a draft that is nobody’s', { v: 1, verb: 'submit', id: NOTHING, version: 1 }, 'stale'],
  ['an undo of nothing', { v: 1, verb: 'undo', id: NOTHING }, 'stale'],
];

/** Buttons that lead to a command of whoever has more rights. */
const beyond: [string, object][] = [
  ['a suggestion that names the links of everybody', { v: 1, verb: 'say', id: 'links' }],
  ['a suggestion that names the doctor', { v: 1, verb: 'say', id: 'doctor' }],
];

/** Cards whose data a client has altered, pressed by a colleague. */
export const cardAttacks: Attack[] = [
  ...broken.flatMap(([name, pd]): Attack[] => [
    {
      name: `in Teams: ${name}`,
      send: (target) => deliver(target, execute(target, sofia, pd)),
      status: 200,
      counted: refused('teams', 'data'),
      colleague: true,
    },
  ]),
  ...altered.flatMap(([name, pd, answer]): Attack[] => [
    {
      name: `in Teams: ${name}`,
      send: (target) => deliver(target, execute(target, ada, pd)),
      status: 200,
      counted: answered('teams', answer),
      colleague: true,
    },
    {
      name: `in Slack: ${name}`,
      send: (target) => signed(target, payload(press(target, ada.slackUser, JSON.stringify(pd)))),
      status: 200,
      counted: answered('slack', answer),
      colleague: true,
    },
  ]),
  ...beyond.flatMap(([name, pd]): Attack[] => [
    {
      name: `in Teams: ${name}`,
      send: (target) => deliver(target, execute(target, sofia, pd)),
      status: 200,
      counted: answered('teams', 'refused'),
      colleague: true,
    },
    {
      name: `in Slack: ${name}`,
      send: (target) => signed(target, payload(press(target, sofia.slackUser, JSON.stringify(pd)))),
      status: 200,
      counted: answered('slack', 'refused'),
      colleague: true,
    },
  ]),
  {
    name: 'in Teams: a card that asks by itself for a decision',
    send: ({ teams, ...target }) =>
      deliver(
        { teams, ...target },
        teams.activities.execute(
          ada,
          teams.personalOf(ada),
          '1',
          'x',
          { pd: { v: 1, verb: 'approve', id: NOTHING, version: 1 } },
          'automatic',
        ),
      ),
    status: 200,
    counted: refused('teams', 'data'),
    colleague: true,
  },
];
