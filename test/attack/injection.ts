import { answered, type Attack, CANARY } from './attack.js';
import { command, deliver, execute, form, message, signed } from './requests.js';
import { sofia } from './target.js';

const texts: [string, string][] = [
  ['SQL', `find '; drop table changes; -- ${CANARY}`],
  ['a wildcard of SQL', `find %' or '1'='1 ${CANARY}`],
  ['a path', `find ../../../v1/invoices ${CANARY}`],
  ['a line of a log', `find x\r\n{"level":60,"msg":"forged ${CANARY}"}`],
  ['markup of Slack', `find <!channel> <@U1> <http://evil.example|x> ${CANARY}`],
  ['a function of Adaptive Cards', `find {{DATE(2026-01-01T00:00:00Z)}} \${$root} ${CANARY}`],
  ['a script', `find <script>alert(1)</script> ${CANARY}`],
  ['marks that reorder and hide', `find \u202e\u2066\u200b\ufeff${CANARY}\u0000\u001b[2J`],
  ['a query of OData', `find ' or startswith(companyName,'') eq true ${CANARY}`],
];

/** Texts that mean something to a machine behind the desk; to the desk they are names of customers that it does not have. */
export const injectionAttacks: Attack[] = [
  ...texts.flatMap(([name, text]): Attack[] => [
    {
      name: `${name}, in Slack`,
      send: (target) => signed(target, form(command(target, sofia.slackUser, text))),
      status: 200,
      counted: answered('slack', 'nothingFound'),
      colleague: true,
    },
    {
      name: `${name}, in Teams`,
      send: (target) => deliver(target, message(target, sofia, text)),
      status: 200,
      counted: answered('teams', 'nothingFound'),
      colleague: true,
    },
  ]),
  ...[
    '../../invoices',
    'x/../../orders?x=',
    'c0000000-0000-4000-8000-000000000001/subscriptions',
    '%2e%2e%2fagreements',
  ].map(
    (id): Attack => ({
      name: `the id ${id} of a customer`,
      send: (target) => deliver(target, execute(target, sofia, { v: 1, verb: 'account', id })),
      status: 200,
      counted: answered('teams', 'stale'),
      colleague: true,
    }),
  ),
];
