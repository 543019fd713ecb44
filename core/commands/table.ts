import { account } from './account.js';
import type { Command } from './command.js';
import { customers } from './customers.js';
import { doctor } from './doctor.js';
import { find } from './find.js';
import { help } from './help.js';
import { history } from './history.js';
import { link } from './link.js';
import { approvals } from './approvals.js';
import { permission } from './permission.js';
import { update } from './update.js';
import { whoami } from './whoami.js';

/** Every command, in the order that help shows. */
export const commands: readonly Command[] = [
  customers,
  find,
  account,
  update,
  permission,
  approvals,
  history,
  doctor,
  whoami,
  link,
  help,
];
