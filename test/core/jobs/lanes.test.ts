import { describe, expect, it } from '@jest/globals';
import { laneOf, lanesOfPlace, placeLane, updatesOf } from '../../../core/jobs/lanes.js';
import { budgetOf, platformLimits } from '../../../core/jobs/limits.js';
import { placeKeyOf } from '../../../core/places.js';
import type { ChatUser, Place } from '../../../core/turn.js';

const channel: Place = { platform: 'slack', team: 'T1', channel: 'C1', kind: 'channel', external: false };
const room: Place = {
  platform: 'teams',
  tenant: 'tenant',
  conversation: '19:a@thread.tacv2;messageid=17',
  serviceUrl: 'https://smba.example/',
  bot: '28:bot',
  kind: 'channel',
  external: false,
};
const slackUser: ChatUser = { platform: 'slack', tenant: 'T2', user: 'U1', standing: 'member' };
const teamsUser: ChatUser = { platform: 'teams', tenant: 'tenant', user: 'oid', standing: 'member' };

describe('lanes', () => {
  it('are one for each room, however many threads it has', () => {
    expect(laneOf({ place: channel })).toEqual({ lane: 'slack:T1/C1', pool: 'slack:T1' });
    expect(laneOf({ place: room })).toEqual({ lane: 'teams:19:a@thread.tacv2', pool: 'teams:tenant' });
    expect(laneOf({ place: room }).lane).toBe(placeKeyOf(room));
  });

  it('are one for each person, in the pool of the workspace or tenant that is written to', () => {
    expect(laneOf({ place: channel, user: slackUser })).toEqual({ lane: 'slack:T2/U1', pool: 'slack:T1' });
    expect(laneOf({ place: room, user: teamsUser })).toEqual({ lane: 'teams:tenant/oid', pool: 'teams:tenant' });
  });

  it('count changes of messages apart in Slack, and not in Teams', () => {
    const updates = updatesOf('slack', laneOf({ place: channel }));
    expect(updates).toEqual({ lane: 'slack:T1/C1/update', pool: 'slack:T1/update' });
    expect(lanesOfPlace('slack:T1/C1')).toEqual(['slack:T1/C1', updates.lane]);
    expect(placeLane(updates.lane)).toBe('slack:T1/C1');
    expect(updatesOf('teams', laneOf({ place: room }))).toEqual(laneOf({ place: room }));
    expect(lanesOfPlace('teams:x')).toEqual(['teams:x']);
  });

  it('stay a little below what the platforms allow, and within a tenth of it', () => {
    for (const pool of ['slack:T1', 'slack:T1/update', 'teams:tenant']) {
      const [ours, theirs] = [budgetOf(pool), platformLimits(pool)];
      for (const part of ['lane', 'pool'] as const) {
        expect(ours[part].map(({ most }) => most)).toEqual(theirs[part].map(({ most }) => most));
        for (const [index, { ms }] of ours[part].entries()) {
          const allowed = theirs[part][index]?.ms ?? 0;
          expect(ms).toBeGreaterThan(allowed);
          expect(ms).toBeLessThanOrEqual(allowed * 1.1);
        }
      }
    }
  });
});
