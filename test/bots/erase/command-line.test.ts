import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CommanderError } from 'commander';
import { run } from '../../../bots/erase/command-line.js';
import { rememberRecent } from '../../../core/customers/recents.js';
import { parseConfig } from '../../../core/config.js';
import { createJournalKeys } from '../../../core/journal/keys.js';
import { journal } from '../../../core/journal/journal.js';
import { openStore } from '../../../core/store/open.js';
import { sampleChange } from '../../core/jobs/samples.js';
import { silent } from '../../core/store/stores.js';
import { createWorld, type World } from '../../wire/world.js';

const PERSON = randomUUID();
const CUSTOMER = randomUUID();

let world: World;
let env: Record<string, string>;
beforeEach(async () => {
  world = await createWorld();
  env = { ...world.env, SLACK_SIGNING_SECRET: 'secret', SLACK_BOT_TOKEN: 'xoxb-1' };
});
afterEach(() => world.close());

async function withStore<T>(act: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir, encryptionKeys } = parseConfig(env);
  const journalKeys = createJournalKeys(encryptionKeys);
  const store = await openStore({ databaseUrl, dataDir, log: silent, journalKeys });
  try {
    return await act(store);
  } finally {
    await store.close();
  }
}

async function erase(...flags: string[]): Promise<string> {
  let text = '';
  await run(flags, env, (more) => void (text += more));
  return text;
}

describe('npm run erase', () => {
  it('says what went, what stays for now, what stays for good, and what it does not reach', async () => {
    await withStore(async ({ db }) => {
      await rememberRecent(db, PERSON, { id: CUSTOMER, name: 'Contoso', domain: 'contoso.example' }, 1);
      await db
        .insertInto('changes')
        .values(sampleChange('open', { requester: PERSON, requesterName: 'Ada', customer: CUSTOMER }))
        .execute();
    });
    const person = await erase('--person', PERSON.toUpperCase());
    expect(person).toMatch(/^Erased:\n {2}recents: 1\nStill in use; [^\n]+:\n {2}changes: 1\n/u);
    expect(person).toContain('Their object id stays in changes and decisions');
    expect(person).toContain('Messages that stand in Slack or Teams');
    const customer = await erase('--customer', CUSTOMER);
    expect(customer).toContain('Their Microsoft ID and the digests of what was decided stay');
    expect(await withStore(({ db }) => db.selectFrom('recents').selectAll().execute())).toEqual([]);
  });

  it('takes the person out of the journal too, first of all', async () => {
    await withStore(({ db }) => journal(db, { fact: 'refused', at: 1, person: PERSON, personName: 'Ada' }));
    expect(await erase('--person', PERSON)).toContain('journal: 1\n');
    const names = await withStore(({ db }) => db.selectFrom('journal').select('personName').execute());
    expect(names.filter(({ personName }) => personName !== null)).toEqual([]);
  });

  it('keeps away from a database that a desk is using', async () => {
    await withStore(() => expect(erase('--person', PERSON)).rejects.toThrow('Another partnerdesk process uses'));
  });

  it('asks for one id, and for a GUID', async () => {
    for (const flags of [[], ['--person', 'Ada'], ['--person', PERSON, '--customer', CUSTOMER]])
      await expect(erase(...flags)).rejects.toThrow(CommanderError);
  });
});
