import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { action } from '../../core/action.js';
import { ada, type ApprovalRounds, openApprovalRounds, until } from './approval-rounds.js';
import { pressInTeams } from './teams-desk.js';

const ROUNDS = 20;
/** Approving takes about this long with the delay below: Graph, a look at the policy, commits, a write. */
const APPROVAL_MS = 300;

let rounds: ApprovalRounds;
beforeAll(async () => {
  rounds = await openApprovalRounds();
}, 60_000);
afterAll(() => rounds.close());

describe('the process is killed between approve and applied', () => {
  it(`applies each approved request once (${ROUNDS} random moments)`, async () => {
    const { teams, partnerCenter } = rounds.sandbox;
    partnerCenter.faults.delay(30);
    for (let round = 0; round < ROUNDS; round++) {
      const id = await rounds.ask(`kill ${round}`);
      const mark = partnerCenter.policyWrites.length;
      const approve = () => pressInTeams(teams, ada, action('approve', id, 1), { reason: 'yes' });
      const pressed = approve();
      await new Promise((moment) => setTimeout(moment, Math.random() * APPROVAL_MS));
      await rounds.kill();
      await pressed;
      await rounds.restart();
      // Where the word did not arrive, it is given again; where it did, this hears that it has.
      await approve();
      await until(() => rounds.writesSince(mark).length > 0);
      await until(() => rounds.graceCopy(`kill ${round}`)?.text.includes('changed') === true);
      expect(rounds.writesSince(mark)).toHaveLength(1);
    }
  }, 600_000);
});
