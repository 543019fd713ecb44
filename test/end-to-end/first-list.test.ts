import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { type Program, startProgram } from './program.js';

/** Each answer of Partner Center takes so long: time enough to end the program between two of them. */
const DELAY_MS = 400;

let sandbox: Sandbox;
let dataDir: string;
let program: Program;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'partnerdesk-first-list-'));
  sandbox = await startSandbox({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'info' });
}, 30_000);

afterAll(async () => {
  await program.kill();
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Told {
  customers: { index: string; known: number; of?: number };
}

describe('the process is killed while it reads the list of all customers', () => {
  it('goes on where it was: every page is read once, but for the one that was under way', async () => {
    const { partnerCenter, env } = sandbox;
    const told = async () => {
      const answer = await fetch(`http://${env['HOST']}:${env['PORT']}/readyz`);
      return { status: answer.status, ...((await answer.json()) as Told) };
    };
    const until = async (holds: (state: Awaited<ReturnType<typeof told>>) => boolean) => {
      for (;;) {
        const state = await told();
        // A desk without its index is as ready as any.
        expect(state.status).toBe(200);
        if (holds(state)) return state;
        await new Promise((soon) => setTimeout(soon, 20));
      }
    };
    partnerCenter.faults.delay(DELAY_MS);
    let kills = 0;
    program = await startProgram(env);
    for (let pages = 1; pages <= 3; pages++) {
      const { customers } = await until((state) => state.customers.known >= pages * 500);
      expect(customers).toMatchObject({ index: 'filling', of: 2_400 });
      await program.kill();
      kills += 1;
      program = await startProgram(env);
    }
    const { customers } = await until((state) => state.customers.index === 'ready');
    expect(customers).toMatchObject({ index: 'ready', known: 2_400 });

    const lists = partnerCenter.pane().requests.filter(({ path }) => path.startsWith('/v1/customers?'));
    const beginnings = lists.filter(({ path }) => !path.includes('seekOperation'));
    expect(beginnings).toHaveLength(1);
    expect(lists.length).toBeGreaterThanOrEqual(5);
    expect(lists.length).toBeLessThanOrEqual(5 + kills);
  }, 120_000);

  it('is ready at once when it starts with a list that was read', async () => {
    await program.kill();
    sandbox.partnerCenter.faults.throttle(600);
    program = await startProgram(sandbox.env);
    const answer = await fetch(`http://${sandbox.env['HOST']}:${sandbox.env['PORT']}/readyz`);
    expect(answer.status).toBe(200);
    const whole = async () => ((await (await fetch(answer.url)).json()) as Told).customers;
    while ((await whole()).index !== 'ready') await new Promise((soon) => setTimeout(soon, 20));
    expect(await whole()).toMatchObject({ index: 'ready', known: 2_400 });
  }, 30_000);
});
