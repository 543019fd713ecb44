import type { TeamsConfig } from '../../core/config.js';
import { uuidOf } from './uuid.js';

/** The id of the Teams app. Another bot, for example that of a second cloud, is another app; the same bot stays the same app. */
export const teamsAppId = (cloud: TeamsConfig['cloud'], botAppId: string): string =>
  uuidOf(`teams ${cloud} ${botAppId}`);
