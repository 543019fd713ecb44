import { account } from './account.js';
import type { Command } from './command.js';
import { customers } from './customers.js';
import { doctor } from './doctor.js';
import { find } from './find.js';
import { help } from './help.js';
import { history } from './history.js';
import { link } from './link.js';
import { language } from './language.js';
import { links } from './links.js';
import { approvals } from './approvals.js';
import { permission } from './permission.js';
import { unlink } from './unlink.js';
import { update } from './update.js';
import { unwatch } from './unwatch.js';
import { watch } from './watch.js';
import { watches } from './watches.js';
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
  watch,
  unwatch,
  watches,
  doctor,
  whoami,
  link,
  unlink,
  links,
  language,
  help,
];
