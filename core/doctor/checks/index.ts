import type { Check } from '../check.js';
import { customerIndex } from './customer-index.js';
import { dataDir } from './data-dir.js';
import { expiry } from './expiry.js';
import { agentGroups, graphPermissions } from './graph.js';
import { journal } from './journal.js';
import { keys } from './keys.js';
import { auditRecords, partnerCenter, purchasePermission } from './partner-center.js';
import { publicUrl } from './public-url.js';
import { serviceAccount } from './service-account.js';
import { settings } from './settings.js';
import { store } from './store.js';
import { appToken, userToken } from './tokens.js';
import { createVersionCheck } from './version.js';
import { watches } from './watches.js';
import { webhook } from './webhook.js';
import { work } from './work.js';

/** Every check that has nothing to do with a chat platform; the bots bring their own. */
export const deskChecks: readonly Check[] = [
  createVersionCheck(),
  settings,
  dataDir,
  store,
  work,
  keys,
  journal,
  watches,
  customerIndex,
  appToken,
  userToken,
  serviceAccount,
  expiry,
  partnerCenter,
  auditRecords,
  purchasePermission,
  webhook,
  graphPermissions,
  agentGroups,
  publicUrl,
];
