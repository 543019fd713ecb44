import { describe, expect, it } from '@jest/globals';
import { defaultApprovals } from '../../core/config/approval-rules.js';
import { ConfigError, parseConfig, type Config } from '../../core/config.js';

const ID = '33333333-3333-4333-8333-333333333333';

function read(yaml: string, more: NodeJS.ProcessEnv = {}): Config {
  const env = {
    PUBLIC_URL: 'https://desk.example.com',
    ENCRYPTION_KEY: Buffer.alloc(32).toString('base64'),
    PARTNER_TENANT_ID: ID,
    PARTNER_CLIENT_ID: ID,
    PARTNER_CLIENT_SECRET: 'secret',
    SLACK_SIGNING_SECRET: 'secret',
    SLACK_BOT_TOKEN: 'xoxb-1',
    PARTNERDESK_CONFIG: '/etc/desk.yaml',
    ...more,
  };
  return parseConfig(env, (path) => {
    if (path !== '/etc/desk.yaml') throw new Error('no such file');
    return yaml;
  });
}

function problems(yaml: string, more?: NodeJS.ProcessEnv) {
  try {
    read(yaml, more);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(({ name, expected }) => `${name}: ${expected}`);
    throw error;
  }
}

describe('the policy file', () => {
  it('changes the roles it names and keeps the others', () => {
    const { policy } = read('roles:\n  update account: [Admin agent]\n');
    expect(policy.roles['update account']).toEqual(['Admin agent']);
    expect(policy.roles['use the desk']).toContain('Helpdesk agent');
  });

  it('may be empty', () => {
    expect(read('# nothing yet\n').policy.roles['update account']).toEqual([
      'Global admin',
      'Admin agent',
      'Sales agent',
    ]);
  });

  it('keeps the Helpdesk agent from billing information in the 21Vianet cloud', () => {
    const { policy } = read('', { PARTNER_CLOUD: '21vianet' });
    expect([...policy.roles['update account']].sort()).toEqual(['Admin agent', 'Global admin', 'Sales agent']);
  });

  it('links people of both platforms, Entra ids in lower case', () => {
    const { policy } = read(
      `people:\n  - { slack: T1/U1, person: ${ID.toUpperCase()} }\n  - { teams: ${ID}/${ID.toUpperCase()}, person: ${ID} }\n`,
    );
    expect(policy.people).toEqual([
      { platform: 'slack', tenant: 'T1', user: 'U1', person: ID },
      { platform: 'teams', tenant: ID, user: ID, person: ID },
    ]);
  });

  it('warns of a role that may do something but not use the desk', () => {
    expect(read('roles: { update account: [Billing admin] }').warnings).toEqual([
      expect.stringContaining('Billing admin'),
    ]);
  });

  it('warns of approvers who would be refused at the door', () => {
    expect(read('approvals: { purchase: { approvers: [Admin agent, Billing admin] } }').warnings).toEqual([
      expect.stringMatching(/: Billing admin may approve but not "use the desk"/u),
    ]);
  });

  it('warns of those who may approve by default and were shut out by the table of roles', () => {
    const { warnings } = read('roles: { view customers: [Admin agent, Sales agent] }');
    expect(warnings).toEqual([expect.stringMatching(/: Global admin may approve but not .*"view customers"/u)]);
  });

  it('that keeps to those who may use the desk causes no warning', () => {
    expect(
      read('approvals: { purchase: { approvers: [Helpdesk agent] }, break glass: [Admin agent] }').warnings,
    ).toEqual([]);
  });

  it('lets approvals keep their defaults when it does not speak of them', () => {
    const { approvals } = read('roles: { update account: [Admin agent] }').policy;
    expect(approvals).toEqual(defaultApprovals);
  });

  it.each([
    ['a key near a known one', 'rolls: {}', /rolls: is unknown; probably "roles"/],
    [
      'an action near a known one',
      'roles: { update acount: [Admin agent] }',
      /roles › update acount: .*"update account"/,
    ],
    ['a key near none', 'zzzzzzzzzz: 1', /known here: roles, people/],
    ['a wish for e-mail that is none', 'links: { by email: maybe }', /links › by email: expected true or false/],
    ['no workspace whose addresses are believed', 'links: { by email: [acme] }', /by email.*workspace/],
    [
      'a list of workspaces that holds a channel',
      'slack: { workspaces: [C0ROOM] }',
      /slack › workspaces › 0: expected T/,
    ],
    ['a list of no workspace', 'slack: { workspaces: [] }', /slack › workspaces: expected a list/],
    ['a workspace that is no list', 'slack: { workspaces: T0PARTNER }', /slack › workspaces: expected a list/],
    ['a misspelt key of slack', 'slack: { workspace: [T0PARTNER] }', /slack › workspace: .*"workspaces"/],
    ['workspaces beside the token of one', 'slack: { workspaces: [T0PARTNER] }', /is for SLACK_CLIENT_ID/],
    ['a misspelt key of links', 'links: { by mail: true }', /links › by mail: .*"by email"/],
    [
      'an unknown role',
      'roles: { update account: [Boss] }',
      /roles › update account › 0: expected one of Global admin/,
    ],
    ['an action for nobody', 'roles: { update account: [] }', /at least one role/],
    ['a person on no platform', `people: [{ person: ${ID} }]`, /people › 0: expected either slack or teams/],
    ['a person without a GUID', 'people: [{ slack: T1/U1, person: me }]', /people › 0 › person: expected .*GUID/],
    ['a misspelt member of a person', `people: [{ slak: T1/U1, person: ${ID} }]`, /people › 0 › slak: .*"slack"/],
    [
      'a chat user named twice',
      `people: [{ slack: T1/U1, person: ${ID} }, { slack: T1/U1, person: ${ID} }]`,
      /people › 1: .*twice/,
    ],
    ['no YAML', 'roles: [', /expected YAML; line 1/],
    ['a list instead of keys', '- 1', /PARTNERDESK_CONFIG/],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.replace(/./g, (k) => `${k}: &${k} [${`*${String.fromCharCode(k.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`,
      /PARTNERDESK_CONFIG/,
    ],
  ])('reports %s', (_what, yaml, message) => {
    expect(problems(yaml).join('\n')).toMatch(message);
  });

  const oauth = {
    SLACK_BOT_TOKEN: '',
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'secret',
    SLACK_STATE_SECRET: 'x'.repeat(32),
  };

  it('lists the workspaces that may install the app, whose e-mail addresses may then be believed', () => {
    const yaml = 'slack: { workspaces: [T0PARTNER, E0GRID] }\nlinks: { by email: true }';
    expect(problems(yaml, oauth)).toEqual([]);
    const { policy } = read(yaml, oauth);
    expect(policy.workspaces).toEqual(['T0PARTNER', 'E0GRID']);
    expect(policy.links).toEqual({ byEmail: true });
    expect(read('{}', oauth).policy).not.toHaveProperty('workspaces');
  });

  it('says whose e-mail addresses are believed where any workspace may install the app', () => {
    expect(problems('links: { by email: true }', oauth)).toEqual([
      expect.stringMatching(/^PARTNERDESK_CONFIG › links › by email: .*list of the Slack workspaces/),
    ]);
    expect(problems('links: { by email: [T0PARTNER] }', oauth)).toEqual([]);
    expect(read('links: { by email: [T0PARTNER] }').policy.links).toEqual({ byEmail: true, believed: ['T0PARTNER'] });
  });

  it('that cannot be read is reported along with everything else', () => {
    expect(problems('', { PARTNERDESK_CONFIG: '/nowhere', PORT: 'x' })).toHaveLength(2);
  });
});
