import { describe, expect, it } from '@jest/globals';
import { policyActions, type Policy } from '../../../core/config.js';
import { defaultApprovals } from '../../../core/config/approval-rules.js';
import { defaultWatch } from '../../../core/config/watch-file.js';
import { defaultLanguages } from '../../../core/config/languages-file.js';
import { may, needed } from '../../../core/roles/policy.js';
import { roles } from '../../../core/roles/role.js';

const policy: Policy = {
  roles: {
    'use the desk': ['Admin agent', 'Sales agent', 'Helpdesk agent'],
    'view customers': ['Admin agent', 'Sales agent', 'Helpdesk agent'],
    'update account': ['Admin agent', 'Sales agent'],
    'ask permission': ['Admin agent', 'Sales agent', 'Helpdesk agent'],
    'manage links': ['Admin agent'],
    'examine the desk': ['Global admin', 'Admin agent'],
  },
  links: { byEmail: false },
  approvals: defaultApprovals,
  watch: defaultWatch,
  people: [],
  languages: defaultLanguages,
};

describe('the role policy', () => {
  it('lets one of the listed roles suffice', () => {
    expect(may(policy, 'update account', ['Billing admin', 'Sales agent'])).toBe(true);
  });

  it('refuses everybody whose roles are not listed', () => {
    const others = roles.filter((role) => !policy.roles['update account'].includes(role));
    expect(may(policy, 'update account', others)).toBe(false);
  });

  it('refuses somebody without a role everything', () => {
    for (const action of policyActions) expect(may(policy, action, [])).toBe(false);
  });

  it('tells the roles that are needed without lending out its own list', () => {
    needed(policy, 'update account').push('Billing admin');
    expect(needed(policy, 'update account')).toEqual(['Admin agent', 'Sales agent']);
  });
});
