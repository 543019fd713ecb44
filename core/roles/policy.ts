import type { Policy, PolicyAction } from '../config.js';
import type { Role } from './role.js';

/** Whether somebody with these roles may do that: one of the roles that the policy lists is enough. */
export function may(policy: Policy, action: PolicyAction, roles: readonly Role[]): boolean {
  return policy.roles[action].some((role) => roles.includes(role));
}

/** The roles that may, for a refusal that says how to get in. */
export function needed(policy: Policy, action: PolicyAction): Role[] {
  return [...policy.roles[action]];
}
