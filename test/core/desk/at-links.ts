import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readJournal } from '../../../core/journal/journal.js';
import { characters, SLACK_TEAM } from '../../../sandbox/stand-in.js';
import { FOREIGN_TENANT } from '../../../sandbox/teams/world.js';
import { codeFor } from '../../wire/signing-in.js';
import { type Counter, expectAnswer, type Guest, openCounter } from './counter.js';

export const idOf = (name: string) => characters.find((one) => one.name.startsWith(name))?.id ?? '';
/** Tom in a tenant that is not the partner's, as a member of it. */
export const TOM_ELSEWHERE = {
  tenant: FOREIGN_TENANT,
  user: '7a000000-0000-4000-8000-000000000002',
  name: 'Tom (Contoso)',
};

/** The desk that the test is at. */
export let counter: Counter;

/** Opens it. @param more of the policy */
export async function begin(more: { limits?: { person: number } } = {}): Promise<void> {
  const file = join(mkdtempSync(join(tmpdir(), 'partnerdesk-links-')), 'policy.yaml');
  const people = [{ slack: `${SLACK_TEAM}/U0GRACE`, person: idOf('Grace') }];
  writeFileSync(file, stringify({ people, ...more }));
  counter = await openCounter({ PARTNERDESK_CONFIG: file });
}

/** Links a chat user by signing in as somebody of the organisation. */
export async function link(chat: Guest, as: string, asking: 'customers' | 'whoami' = 'customers') {
  const { url } = expectAnswer(await chat.say(asking), 'linkNeeded');
  const code = await codeFor(counter.core, url, idOf(as));
  return expectAnswer(await chat.say('link', code), 'linked');
}

export const tomInSlack = () => counter.as('Tom', 'slack', { name: 'Tom B.' });
export const ada = () => counter.as('Ada');

export async function facts(): Promise<string[]> {
  const entries = await readJournal(counter.core.store.db, { limit: 100 });
  return entries.map(({ fact }) => fact).toReversed();
}

/** What was told of links, by the chat in which it was told. */
export const told = () =>
  counter.told.flatMap(({ answer, reader }) =>
    answer.type === 'linkAnnounced' ? [{ to: `${reader.user.platform}:${reader.user.user}`, ...answer }] : [],
  );
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((soon) => setTimeout(soon, 10));
}

export const ownLinks = async (who: Guest) => expectAnswer(await who.say('unlink'), 'ownLinks').links;
export const idOfOnly = async (who: Guest) => (await ownLinks(who)).flatMap(({ id }) => id ?? [])[0] ?? '';
