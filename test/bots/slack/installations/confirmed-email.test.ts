import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { ChatUser } from '../../../../core/turn.js';
import { nordicsTeam, partnerTeam, type Team } from '../../../../sandbox/slack/team.js';
import { type Character, mailOf } from '../../../../sandbox/stand-in.js';
import { createBrowser } from './browser.js';
import { emma, grid, gridEast, gridWest, type ManyBench, nils, openManyBench, sofia } from './many-bench.js';

jest.setTimeout(30_000);

let bench: ManyBench;
beforeAll(async () => {
  bench = await openManyBench({ emails: true });
  for (const home of [partnerTeam.id, nordicsTeam.id, grid.id]) await createBrowser().install(bench.botUrl, home);
  for (const team of [partnerTeam, nordicsTeam, gridEast, gridWest])
    bench.cloud.at(team.id).alterScope('users:read.email', true);
});
afterAll(() => bench.close());
beforeEach(() => void bench.cloud.traffic.splice(0));

const emailOf = (tenant: string, { slackUser }: Character): Promise<string | undefined> => {
  const user: ChatUser = { platform: 'slack', tenant, user: slackUser, standing: 'member' };
  return bench.bots[0]?.delivery.confirmedEmail?.(user) ?? Promise.reject(new Error('nobody can be asked'));
};
const tokensUsed = () => new Set(bench.cloud.traffic.map(({ team, home }) => `${team} by ${home}`));

describe('the e-mail address of somebody, among many workspaces', () => {
  const own: [string, Team, Character][] = [
    ['T0PARTNER by T0PARTNER', partnerTeam, sofia],
    ['T0NORDICS by T0NORDICS', nordicsTeam, nils],
    ['T0EAST by E0GRID', gridEast, emma],
  ];
  it.each(own)('is what their own workspace says, asked with its token: %s', async (token, team, who) => {
    expect(await emailOf(team.id, who)).toBe(mailOf(who));
    expect(tokensUsed()).toEqual(new Set([token]));
  });

  it('is not taken from a colleague who belongs to another workspace of the organisation', async () => {
    const { slackUser } = emma;
    const moved = { team_id: gridWest.id, enterprise_user: { enterprise_id: grid.id, teams: [gridWest.id] } };
    bench.cloud.at(gridEast.id).alterUser(slackUser, moved);
    expect(await emailOf(gridEast.id, emma)).toBeUndefined();
    bench.cloud.at(gridEast.id).alterUser(slackUser, { team_id: gridEast.id });
  });

  it.each([
    ['that did not install the app', 'T0UNKNOWN'],
    ['but the organisation alone', grid.id],
  ])('is unknown of an account of no workspace %s, and nobody is asked', async (_which, tenant) => {
    expect(await emailOf(tenant, emma)).toBeUndefined();
    expect(bench.cloud.traffic).toEqual([]);
  });

  it('can be read because installs ask for it', async () => {
    const { location } = await createBrowser().visit(`${bench.botUrl}/slack/install`);
    expect(new URL(location).searchParams.get('scope')?.split(',')).toContain('users:read.email');
  });
});
