import type { Role } from '../roles/role.js';
import type { Cloud, PolicyAction } from './shape.js';

const anyAgent: Role[] = ['Global admin', 'Admin agent', 'Sales agent', 'Helpdesk agent'];

/** learn.microsoft.com/partner-center/customers/update-customer-account-info, and "permissions-overview" for the Admin agent. */
const customerManagers: Role[] = ['Global admin', 'Admin agent', 'Sales agent'];

/**
 * 21Vianet's page "create user accounts and set permissions": a Helpdesk agent may edit customer details but not billing
 * information, and the account that the desk updates is the billing profile.
 */
const customerManagers21Vianet: Role[] = ['Admin agent', 'Sales agent', 'Global admin'];

/** Who may do what, unless PARTNERDESK_CONFIG says otherwise. */
export function defaultRoles(cloud: Cloud): Record<PolicyAction, Role[]> {
  return {
    'use the desk': [...anyAgent],
    'view customers': [...anyAgent],
    // Whoever may look may ask: an approver decides.
    'ask permission': [...anyAgent],
    // The two who give roles in Partner Center: they decide already who is one of the people of the desk.
    'manage links': ['Global admin', 'Admin agent'],
    // What it finds names settings and groups of the partner's tenant, and asks every service: for those who run the place.
    'examine the desk': ['Global admin', 'Admin agent'],
    'update account': [...(cloud === '21vianet' ? customerManagers21Vianet : customerManagers)],
  };
}
