/** The roles that matter here: agents' groups and directory roles of the partner's own tenant. */
export const roles = [
  'Global admin',
  'Admin agent',
  'Sales agent',
  'Helpdesk agent',
  'Billing admin',
  'User management admin',
] as const;

export type Role = (typeof roles)[number];

/** One human, known by their Entra object id in the partner tenant. */
export interface Person {
  id: string;
  name: string;
}
