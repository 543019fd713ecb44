import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { type Program, startProgram } from './program.js';
import { characterNamed, filled, messagesWith, reviewInSlack } from './slack-desk.js';

const ROUNDS = 20;
/** A submission takes about this long with the delay below: Graph twice, GET, PUT, commits between. */
const SUBMISSION_MS = 260;

let sandbox: Sandbox;
let dataDir: string;
let program: Program;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'partnerdesk-kill-'));
  sandbox = await startSandbox({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'trace' });
  program = await startProgram(sandbox.env);
}, 30_000);

afterAll(async () => {
  await program.kill();
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the process is killed in the middle of a submission', () => {
  it(`applies every accepted change exactly once, and its card says so (${ROUNDS} random moments)`, async () => {
    const { slack, partnerCenter } = sandbox;
    const sofia = characterNamed('Sofia');
    partnerCenter.faults.delay(40);
    let accepted = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const email = `round-${round}@fabrikam.example`;
      const review = await reviewInSlack(slack, sofia, 'fabrikam', { email });
      const submitted = slack.act(sofia, { type: 'submit', view: review.id, state: filled(review.view, {}) });
      await new Promise((moment) => setTimeout(moment, Math.random() * SUBMISSION_MS));
      await program.kill();
      await submitted;
      const wasAccepted = slack.scene(sofia).clientError === undefined;
      if (wasAccepted) accepted += 1;
      program = await startProgram(sandbox.env);

      const writes = () =>
        partnerCenter.putLog.filter(
          ({ requestId, changes }) => requestId !== undefined && changes.some(({ after }) => after === email),
        );
      if (wasAccepted) await until(() => writes().length > 0);
      const cards = () =>
        messagesWith(slack, sofia, email).filter((card) => JSON.stringify(card).includes('Fabrikam, Inc. updated'));
      if (writes().length > 0) await until(() => cards().length > 0);
      // A message may have gone out just before the end, unrecorded: it is then sent once more, never more often.
      expect(cards().length).toBeLessThanOrEqual(2);
      expect(writes().length).toBeLessThanOrEqual(1);
      const { modal } = slack.scene(sofia);
      if (modal) await slack.act(sofia, { type: 'closeModal', view: modal.id });
    }
    // Else the moments were badly chosen and nothing was tried.
    expect(accepted).toBeGreaterThan(0);
  }, 180_000);
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((soon) => setTimeout(soon, 20));
}
