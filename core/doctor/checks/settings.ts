import type { Check } from '../check.js';
import { found } from '../codes.js';

/** Everything that is wrong with the settings and with the policy file, at once, and what is set to no effect. */
export const settings: Check = {
  name: 'settings',
  async run(patient) {
    if (patient.problems.length > 0)
      return patient.problems.map(({ name, expected }) => found('settingWrong', { name, expected }));
    return patient.config().warnings.map((text) => found('settingWarning', { text }));
  },
};
