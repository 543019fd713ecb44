import { showPermission } from '../changes/permission/show.js';
import type { Command } from './command.js';
import { withCustomer } from './with-customer.js';

/** What a customer may purchase for itself, and the way to ask for more or less. */
export const permission: Command = {
  name: 'permission',
  needs: 'view customers',
  offer: 'purchasePermission',
  argument: 'customer',
  run: (visit, argument) => withCustomer(visit, 'permission', argument, (customer) => showPermission(visit, customer)),
};
