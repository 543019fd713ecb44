import type { Check } from '../../core/doctor/check.js';
import { slackChecks } from '../slack/doctor.js';
import { teamsChecks } from '../teams/doctor.js';

/** What the doctor looks at of both platforms, whether they are on or not. Loads neither SDK. */
export const platformChecks: readonly Check[] = [...slackChecks, ...teamsChecks];
