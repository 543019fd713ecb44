import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseConfig } from '../../core/config.js';
import type { Recipient } from '../../core/delivery.js';
import { insertCopies } from '../../core/jobs/copies.js';
import { createOutbox } from '../../core/jobs/outbox.js';
import { createLog } from '../canary/output.js';
import { openStore } from '../../core/store/open.js';
import { createSealer } from '../../core/store/sealer.js';
import { inTransaction } from '../../core/store/transaction.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { characters, PARTNER_TENANT, SLACK_TEAM } from '../../sandbox/stand-in.js';
import { mriOf } from '../../sandbox/teams/world.js';
import { type Program, startProgram } from './program.js';

const KILLS = 10;
const NOTICES_A_ROUND = 3;
/** A round's notices take a place of Slack about three seconds: most moments are in the middle of it. */
const ROUND_MS = 2_500;
/** Platforms that say whether a message stands there already. What cannot be asked for may come once more after a kill. */
const FINDABLE: readonly Recipient['platform'][] = ['slack'];

const colleagues = characters.filter(({ standing }) => standing === 'member');

let sandbox: Sandbox;
let dataDir: string;
let program: Program | undefined;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'partnerdesk-fan-out-'));
  sandbox = await startSandbox({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'trace' });
}, 30_000);

afterAll(async () => {
  await program?.kill();
  await sandbox.close();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Every colleague's own conversation on both platforms. */
function places(): { name: string; to: Recipient; messages: () => unknown[] }[] {
  const { slack, teams } = sandbox;
  return colleagues.flatMap((character) => {
    const chat = teams.personalOf(character);
    const person = { tenant: PARTNER_TENANT, user: character.id, standing: 'member' } as const;
    const inTeams = { conversation: chat.id, serviceUrl: teams.serviceUrl, bot: '28:desk', member: mriOf(character) };
    const inSlack = { platform: 'slack', team: SLACK_TEAM, kind: 'personal', external: false } as const;
    return [
      {
        name: `${character.name} in Slack`,
        to: {
          platform: 'slack' as const,
          locale: 'en',
          place: { ...inSlack, channel: character.slackUser },
          user: {
            platform: 'slack' as const,
            tenant: SLACK_TEAM,
            user: character.slackUser,
            standing: 'member' as const,
          },
        },
        messages: () =>
          slack.scene(character).channels.flatMap(({ kind, messages }) => (kind === 'personal' ? messages : [])),
      },
      {
        name: `${character.name} in Teams`,
        to: {
          platform: 'teams' as const,
          locale: 'en',
          place: {
            platform: 'teams' as const,
            tenant: PARTNER_TENANT,
            kind: 'personal' as const,
            external: false,
            ...inTeams,
          },
          user: { platform: 'teams' as const, ...person },
        },
        messages: () => chat.messages,
      },
    ];
  });
}

/** Works on the store while no program has it. */
async function withStore<T>(
  work: (parts: { store: Awaited<ReturnType<typeof openStore>>; env: ReturnType<typeof parseConfig> }) => Promise<T>,
): Promise<T> {
  const env = parseConfig(sandbox.env);
  const store = await openStore({ databaseUrl: env.databaseUrl, dataDir: env.dataDir, log: createLog('silent') });
  try {
    return await work({ store, env });
  } finally {
    await store.close();
  }
}

/** Owes a notice to every place. */
function announce(names: readonly string[]): Promise<void> {
  return withStore(async ({ store, env }) => {
    const now = Date.now;
    const sealer = createSealer(env.encryptionKeys);
    const outbox = createOutbox({ store, sealer, owner: 'test', now });
    for (const name of names) {
      const subject = { about: 'stored', id: name, watch: 'w', answer: { type: 'nothingFound', query: name } } as const;
      const targets = places().map((place) => ({ key: place.name, recipient: place.to }));
      await inTransaction(store.db, (tx) => insertCopies({ outbox, sealer, now }, tx, subject, targets));
    }
  });
}

const waiting = () =>
  withStore(async ({ store }) => {
    const rows = await store.db.selectFrom('outbox').select('id').where('state', '<>', 'sent').execute();
    return rows.length;
  });

/** With a point behind it, so that the first is not found in the tenth. */
const counted = (messages: unknown[], name: string) =>
  messages.filter((message) => JSON.stringify(message).includes(`${name}.`)).length;

describe('the process is killed in the middle of a fan-out', () => {
  it(`tells every place everything, at most once more a kill (${KILLS} random moments)`, async () => {
    const names: string[] = [];
    let inTheMiddle = 0;
    for (let round = 0; round < KILLS; round += 1) {
      const fresh = Array.from({ length: NOTICES_A_ROUND }, (_, n) => `notice ${round * NOTICES_A_ROUND + n}`);
      await announce(fresh.map((name) => `${name}.`));
      names.push(...fresh);
      program = await startProgram(sandbox.env);
      await new Promise((moment) => setTimeout(moment, Math.random() * ROUND_MS));
      await program.kill();
      if ((await waiting()) > 0) inTheMiddle += 1;
    }
    program = await startProgram(sandbox.env);
    const missing = () =>
      places().flatMap(({ name, messages }) => {
        const said = messages();
        return names.filter((each) => counted(said, each) === 0).map((each) => `${each} for ${name}`);
      });
    await until(() => missing().length === 0);
    await program.stop();
    program = undefined;

    expect(await waiting()).toBe(0);
    for (const { to, messages } of places()) {
      const said = messages();
      const twice = names.reduce((sum, each) => sum + counted(said, each) - 1, 0);
      expect(twice).toBeLessThanOrEqual(FINDABLE.includes(to.platform) ? 0 : KILLS);
    }
    expect(sandbox.slack.calls.filter(({ outcome }) => outcome === 'ratelimited')).toEqual([]);
    expect(sandbox.teams.calls.filter(({ status }) => status === 429)).toEqual([]);
    // Else the moments were badly chosen and nothing was tried.
    expect(inTheMiddle).toBeGreaterThan(KILLS / 2);
  }, 300_000);
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((soon) => setTimeout(soon, 50));
}
