import { directoryFaults } from './directory.js';
import type { Fault } from './fault.js';
import { partnerFaults } from './partner-center.js';
import { platformFaults } from './platforms.js';
import { publicUrlFaults } from './public-url.js';
import { settingsFaults } from './settings.js';
import { storeFaults } from './store.js';
import { tokenFaults } from './tokens.js';

/** Every fault that is planted. */
export const faults: readonly Fault[] = [
  ...settingsFaults(),
  ...storeFaults(),
  ...tokenFaults(),
  ...directoryFaults(),
  ...partnerFaults(),
  ...publicUrlFaults(),
  ...platformFaults(),
];
