import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { defaultApprovals } from '../../../core/config/approval-rules.js';
import { parsePolicyFile } from '../../../core/config/policy-file.js';
import { fieldPaths } from '../../../core/partner/fields.js';
import { roles } from '../../../core/roles/role.js';

const ADA = '0a000000-0000-4000-8000-000000000003';
const GRACE = '0a000000-0000-4000-8000-000000000004';
const HOUR = 3_600_000;

/** What the desk goes by, for a file that is right. */
function approvalsIn(yaml: string) {
  const { file, problems } = parsePolicyFile(yaml);
  expect(problems).toEqual([]);
  return { ...defaultApprovals, ...file.approvals };
}

const problemsIn = (yaml: string) => parsePolicyFile(yaml).problems;
const namesIn = (yaml: string) => problemsIn(yaml).map(({ name }) => name.replace('PARTNERDESK_CONFIG › ', ''));
const saidOf = (yaml: string) => problemsIn(yaml).map(({ expected }) => expected);

describe('what the file leaves out', () => {
  it.each(['', 'approvals:', 'approvals: {}', 'delegations: []', 'approvals: { purchase: }', 'undo:'])(
    'keeps its default: %j',
    (yaml) => {
      expect(approvalsIn(yaml)).toEqual(defaultApprovals);
    },
  );

  it('keeps its default inside of a rule too', () => {
    const { purchase } = approvalsIn('approvals: { purchase: { count: 2 } }');
    expect(purchase).toEqual({ ...defaultApprovals.purchase, count: 2 });
  });
});

describe('a rule', () => {
  it('takes every key', () => {
    const { purchase } = approvalsIn(
      stringify({
        approvals: {
          purchase: {
            approvers: ['Admin agent'],
            count: 2,
            'expires after': '36h',
            'remind after': '90m',
            places: ['slack:T0123ABCD/C0123ABCD', 'slack:E0123ABCD/G0123ABCD', 'teams:19:0123abcd@thread.tacv2'],
            'on duty': [ADA.toUpperCase()],
            silent: [GRACE],
          },
        },
      }),
    );
    expect(purchase).toEqual({
      approvers: ['Admin agent'],
      count: 2,
      expiresAfterMs: 36 * HOUR,
      remindAfterMs: 1.5 * HOUR,
      places: ['slack:T0123ABCD/C0123ABCD', 'slack:E0123ABCD/G0123ABCD', 'teams:19:0123abcd@thread.tacv2'],
      onDuty: [ADA],
      silent: [GRACE],
    });
  });

  it('tells nobody in person when the list of those on duty is empty, and everybody when there is none', () => {
    expect(approvalsIn('approvals: { purchase: { on duty: [] } }').purchase.onDuty).toEqual([]);
    expect(approvalsIn('approvals: { purchase: { count: 1 } }').purchase).not.toHaveProperty('onDuty');
  });

  it('for updates names the fields that need approval, and takes the keys of every rule', () => {
    const { account, purchase } = approvalsIn(
      'approvals: { account: { fields: [companyName, defaultAddress.country], count: 3, expires after: 1d } }',
    );
    expect(account.fields).toEqual(['companyName', 'defaultAddress.country']);
    expect(account.rule).toEqual({ ...defaultApprovals.account.rule, count: 3, expiresAfterMs: 24 * HOUR });
    expect(purchase).toEqual(defaultApprovals.purchase);
  });

  it.each(fieldPaths)('for updates may name the field %s', (field) => {
    expect(approvalsIn(`approvals: { account: { fields: [${field}] } }`).account.fields).toEqual([field]);
  });

  it.each(roles)('may let a %s decide', (role) => {
    expect(approvalsIn(`approvals: { purchase: { approvers: [${role}] } }`).purchase.approvers).toEqual([role]);
  });

  it('says who may break the glass', () => {
    expect(approvalsIn('approvals: { break glass: [Admin agent] }').breakGlass).toEqual(['Admin agent']);
  });
});

describe('a delegation', () => {
  it('holds until the end of its last day, UTC', () => {
    const yaml = `delegations: [{ from: ${ADA.toUpperCase()}, to: ${GRACE}, until: 2026-12-31 }]`;
    expect(approvalsIn(yaml).delegations).toEqual([{ from: ADA, to: GRACE, until: Date.UTC(2027, 0, 1) }]);
  });

  it('may end on a leap day', () => {
    const yaml = `delegations: [{ from: ${ADA}, to: ${GRACE}, until: 2028-02-29 }]`;
    expect(approvalsIn(yaml).delegations[0]?.until).toBe(Date.UTC(2028, 2, 1));
  });
});

describe('a wrong value', () => {
  const inRules = (key: string, value: unknown): [string, string][] => [
    [`approvals › purchase › ${key}`, stringify({ approvals: { purchase: { [key]: value } } })],
    [`approvals › account › ${key}`, stringify({ approvals: { account: { fields: ['email'], [key]: value } } })],
  ];

  it.each([
    ...inRules('approvers', []),
    ...inRules('approvers', 'Admin agent'),
    ...inRules('count', 0),
    ...inRules('count', 11),
    ...inRules('count', 1.5),
    ...inRules('count', '2'),
    ...inRules('expires after', 'soon'),
    ...inRules('remind after', 60),
    ...inRules('places', 'slack:T1/C1'),
    ...inRules('on duty', ADA),
    ...inRules('silent', { ada: ADA }),
    ['approvals', 'approvals: [purchase]'],
    ['approvals › purchase', 'approvals: { purchase: on }'],
    ['approvals › account', 'approvals: { account: 1 }'],
    ['approvals › account › fields', 'approvals: { account: { count: 1 } }'],
    ['approvals › account › fields', 'approvals: { account: { fields: [] } }'],
    ['approvals › account › fields › 1', 'approvals: { account: { fields: [email, nickname] } }'],
    ['approvals › break glass', 'approvals: { break glass: [] }'],
    ['approvals › break glass › 0', 'approvals: { break glass: [Boss] }'],
    ['delegations', `delegations: { from: ${ADA}, to: ${GRACE}, until: 2026-12-31 }`],
    ['delegations › 0', 'delegations: [ada]'],
    ['delegations › 0 › until', `delegations: [{ from: ${ADA}, to: ${GRACE}, until: 2026-02-29 }]`],
    ['delegations › 0 › until', `delegations: [{ from: ${ADA}, to: ${GRACE}, until: 31.12.2026 }]`],
    ['delegations › 0 › until', `delegations: [{ from: ${ADA}, to: ${GRACE} }]`],
    ['delegations › 0 › from', `delegations: [{ from: ada, to: ${GRACE}, until: 2026-12-31 }]`],
    ['delegations › 0 › to', `delegations: [{ from: ${ADA}, to: grace, until: 2026-12-31 }]`],
    ['delegations › 0', `delegations: [{ from: ${ADA}, to: ${ADA}, until: 2026-12-31 }]`],
    ['undo', 'undo: 24h'],
    ['undo › within', 'undo: {}'],
  ])('is named by its path: %s in %j', (path, yaml) => {
    expect(namesIn(yaml)).toEqual([path]);
    expect(saidOf(yaml)[0]).toMatch(/expected /u);
  });

  it.each([
    ...inRules('approvers', ['Admin agent', 'Boss']),
    ...inRules('places', ['slack:T1/C1', 'slack:C1']),
    ...inRules('on duty', [ADA, 'grace']),
    ...inRules('silent', [ADA, 1]),
  ])('in a list is named by its place: %s in %j', (path, yaml) => {
    expect(namesIn(yaml)).toEqual([`${path} › 1`]);
  });

  it('among the fields of updates is a permission: all of them need approval anyway', () => {
    expect(namesIn('approvals: { account: { fields: [permission.AzureSavingsPlan] } }')).toEqual([
      'approvals › account › fields › 0',
    ]);
  });

  it('does not keep others from being named', () => {
    const yaml = 'approvals: { purchase: { count: 0, approvers: [Boss] } }\nundo: { within: never }\nroles: 1';
    expect(namesIn(yaml).sort()).toEqual(
      ['roles', 'approvals › purchase › approvers › 0', 'approvals › purchase › count', 'undo › within'].sort(),
    );
  });

  it('is never echoed', () => {
    const value = fc.string({ minLength: 8 }).map((text) => `§${text}§`);
    fc.assert(
      fc.property(value, (secret) => {
        const rule = {
          approvers: [secret],
          count: secret,
          'expires after': secret,
          places: [secret],
          silent: [secret],
        };
        const yaml = stringify({ approvals: { purchase: rule, account: { fields: [secret] } } });
        expect(problemsIn(yaml)).toHaveLength(6);
        expect(JSON.stringify(problemsIn(yaml))).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
    );
  });
});

describe('a place', () => {
  it.each([
    ['a channel without its workspace', 'slack:C0123ABCD'],
    ['a direct conversation', 'slack:T0123ABCD/D0123ABCD'],
    ['a person', 'slack:T0123ABCD/U0123ABCD'],
    ['a name', 'slack:T0123ABCD/#approvals'],
    ['no platform', 'T0123ABCD/C0123ABCD'],
    ['an id as it stands in a link', 'teams:19%3A0123abcd%40thread.tacv2'],
    ['a thread of a channel', 'teams:19:0123abcd@thread.tacv2;messageid=1700000000000'],
    ['the link itself', 'teams:https://teams.microsoft.com/l/channel/19:0123abcd@thread.tacv2'],
    ['nothing', 'teams:'],
  ])('is not %s: %s', (_what, place) => {
    expect(namesIn(stringify({ approvals: { purchase: { places: [place] } } }))).toEqual([
      'approvals › purchase › places › 0',
    ]);
  });
});

describe('a reminder', () => {
  it.each([
    ['the expiry given', '{ expires after: 2h, remind after: 2h }'],
    ['the default expiry', '{ remind after: 4d }'],
  ])('that comes no sooner than %s is refused', (_what, rule) => {
    expect(namesIn(`approvals: { purchase: ${rule} }`)).toEqual(['approvals › purchase › remind after']);
  });

  it('that nobody asked for does not make a short expiry wrong', () => {
    expect(approvalsIn('approvals: { purchase: { expires after: 2h } }').purchase.expiresAfterMs).toBe(2 * HOUR);
  });
});

describe('an unknown key', () => {
  it.each([
    ['aproval', 'aproval: {}', 'approvals'],
    ['delegation', 'delegation: []', 'delegations'],
    ['undoo', 'undoo: { within: 1h }', 'undo'],
    ['approvals › purchases', 'approvals: { purchases: {} }', 'purchase'],
    ['approvals › break-glass', 'approvals: { break-glass: [Global admin] }', 'break glass'],
    ['approvals › purchase › expires', 'approvals: { purchase: { expires_after: 3d } }', 'expires after'],
    ['approvals › purchase › on-duty', 'approvals: { purchase: { on-duty: [] } }', 'on duty'],
    ['approvals › purchase › Approvers', 'approvals: { purchase: { Approvers: [Admin agent] } }', 'approvers'],
    ['approvals › account › field', 'approvals: { account: { fields: [email], field: email } }', 'fields'],
    [
      'delegations › 0 › untill',
      `delegations: [{ from: ${ADA}, to: ${GRACE}, until: 2026-12-31, untill: x }]`,
      'until',
    ],
    ['undo › witin', 'undo: { within: 1h, witin: 1h }', 'within'],
  ])('is answered with the nearest one: %s', (path, yaml, meant) => {
    const [problem] = problemsIn(yaml);
    expect(problem?.expected).toBe(`is unknown; probably "${meant}" was meant`);
    expect(problem?.name.startsWith(`PARTNERDESK_CONFIG › ${path}`)).toBe(true);
  });

  it('that is near none is answered with all that are known there', () => {
    expect(saidOf('approvals: { somethingElse: 1 }')).toEqual([
      'is unknown; known here: purchase, account, break glass',
    ]);
  });

  it('of updates is unknown among purchases', () => {
    expect(namesIn('approvals: { purchase: { fields: [companyName] } }')).toEqual(['approvals › purchase › fields']);
  });
});
