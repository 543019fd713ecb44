import type { Check } from '../../core/doctor/check.js';
import { slackChecks } from '../slack/doctor.js';
import { teamsChecks } from '../teams/doctor.js';
import { clocks } from './clocks.js';

/** What the doctor looks at of both platforms, whether they are on or not, and the clocks of all. Loads neither SDK. */
export const platformChecks: readonly Check[] = [clocks, ...slackChecks, ...teamsChecks];
