import type { Attack } from './attack.js';

/** Webhooks of Partner Center that are forged, replayed, of another host or of an expired certificate. */
export const webhookAttacks: Attack[] = [];
