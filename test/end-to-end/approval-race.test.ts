import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { action } from '../../core/action.js';
import { ada, type ApprovalRounds, grace, openApprovalRounds, until } from './approval-rounds.js';
import { filled } from './slack-desk.js';
import { pressInTeams, seenInTeams } from './teams-desk.js';

const ROUNDS = 50;
/** The words leave within so many ms of each other: neither is sure to be first. */
const SPREAD_MS = 60;
/** By so much whoever was first leaves later the next time, ms: the rounds come to the point where it is a race. */
const STEP_MS = 15;

let rounds: ApprovalRounds;
beforeAll(async () => {
  rounds = await openApprovalRounds();
}, 60_000);
afterAll(() => rounds.close());

/** Grace's card tells the outcome in its first line. */
const outcomeOf = (reason: string) =>
  /declined|changed/iu.exec(JSON.stringify(rounds.graceCopy(reason)?.text ?? ''))?.[0];

describe('two admins decide at the same moment on different platforms', () => {
  it(`makes exactly one decision and at most one write each time, and tells the other who was first (${ROUNDS} rounds)`, async () => {
    const { slack, teams, partnerCenter } = rounds.sandbox;
    const count = { approved: 0, declined: 0 };
    let ahead = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const id = await rounds.ask(`race ${round}`);
      const mark = partnerCenter.policyWrites.length;
      const modal = await rounds.openDecline(`race ${round}`);
      const later = (ms: number) => new Promise((go) => setTimeout(go, Math.random() * SPREAD_MS + Math.max(0, ms)));
      const state = filled(modal.view, { reason: `no ${round}` });
      await Promise.all([
        later(ahead).then(() => slack.act(grace, { type: 'submit', view: modal.id, state })),
        later(-ahead).then(() => pressInTeams(teams, ada, action('approve', id, 1), { reason: `yes ${round}` })),
      ]);
      await until(() => outcomeOf(`race ${round}`) !== undefined);
      const wrote = () => rounds.writesSince(mark).length;
      const declined = /declined/iu.test(outcomeOf(`race ${round}`) ?? '');
      count[declined ? 'declined' : 'approved'] += 1;
      ahead += declined ? STEP_MS : -STEP_MS;
      if (!declined) await until(() => wrote() === 1);
      expect(wrote()).toBe(declined ? 0 : 1);
      // The one who was late sees the name of the one who was first.
      if (declined) await until(() => seenInTeams(teams, ada).includes(`no ${round}`));
      else await until(() => JSON.stringify(slack.scene(grace)).includes('Ada Nowak'));
      const { modal: open } = slack.scene(grace);
      if (open) await slack.act(grace, { type: 'closeModal', view: open.id });
    }
    // Else it was no race.
    expect(Math.min(count.approved, count.declined)).toBeGreaterThan(0);
  }, 600_000);
});
