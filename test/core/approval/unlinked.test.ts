import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

import { codeFor } from '../../wire/signing-in.js';
import { type Counter, expectAnswer, openCounter } from '../desk/counter.js';
import { ask, CONTOSO, idOf, until, word } from './approval-desk.js';

jest.setTimeout(30_000);

let counter: Counter;
beforeEach(async () => {
  counter = await openCounter();
  counter.world.partnerCenter.changePolicy(CONTOSO, []);
});
afterEach(() => counter.close());

const inSlack = (name: string) => counter.as(name, 'slack');

async function link(name: string): Promise<void> {
  const { url } = expectAnswer(await inSlack(name).say('whoami'), 'linkNeeded');
  expectAnswer(await inSlack(name).say('link', await codeFor(counter.core, url, idOf(name))), 'linked');
}

async function unlink(name: string): Promise<void> {
  const { links } = expectAnswer(await inSlack(name).say('unlink'), 'ownLinks');
  expectAnswer(await inSlack(name).press(['unlink', links[0]?.id ?? '']), 'unlinked');
}

/** What a chat user was told of changes, and how their copies look. */
const toldOf = (user: string) =>
  counter.told.filter(({ answer, reader }) => reader.user.user === user && answer.type !== 'linkAnnounced');
const copiesOf = (user: string) => counter.copies.filter(({ to }) => to.user?.user === user);
const stateIn = (user: string) =>
  copiesOf(user).map(({ answer }) => (answer.type === 'approval' ? answer.approval.state : answer.type));

describe('somebody who unlinked the chat in which they had asked', () => {
  it('hears how it ended in another chat of theirs, and that chat hears nothing', async () => {
    await counter.as('Ada').say('help');
    await counter.as('Sofia').say('help');
    await link('Sofia');
    const { approval } = await ask(inSlack('Sofia'), 'AzureSavingsPlan');
    await until(() => stateIn('U0SOFIA').length === 1);
    await unlink('Sofia');
    expectAnswer(await word(counter.as('Ada'), 'approve', approval.id), 'approval');
    await until(() => toldOf(idOf('Sofia')).length === 1);
    expect(toldOf('U0SOFIA')).toEqual([]);
    expect(stateIn('U0SOFIA')).toEqual(['awaiting']);
  });

  it('hears it nowhere when no other chat of theirs is known', async () => {
    await counter.as('Ada').say('help');
    await link('Sofia');
    const { approval } = await ask(inSlack('Sofia'), 'AzureSavingsPlan');
    await until(() => stateIn('U0SOFIA').length === 1);
    await unlink('Sofia');
    expectAnswer(await word(counter.as('Ada'), 'approve', approval.id), 'approval');
    const { db } = counter.core.store;
    const due = () => db.selectFrom('outbox').select('id').where('state', '=', 'due').execute();
    await until(async () => (await due()).length === 0);
    expect(toldOf('U0SOFIA')).toEqual([]);
  });
});

describe('an approver who unlinked a chat', () => {
  it('has requests only where they are still known, and decides there', async () => {
    await counter.as('Ada').say('help');
    await link('Ada');
    const { approval } = await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    await until(() => stateIn('U0ADA').length === 1 && stateIn(idOf('Ada')).length === 1);
    await unlink('Ada');
    expectAnswer(await inSlack('Ada').press(['approving', approval.id]), 'linkNeeded');
    expectAnswer(await word(counter.as('Ada'), 'approve', approval.id), 'approval');
    await until(() => stateIn(idOf('Ada'))[0] === 'applied');
    expect(stateIn('U0ADA')).toEqual(['awaiting']);
    const again = await ask(counter.as('Sofia'), 'AzureReservedInstances');
    await until(() => stateIn(idOf('Ada')).length === 2);
    expect(again.approval.state).toBe('awaiting');
    expect(stateIn('U0ADA')).toHaveLength(1);
  });

  it('is reminded once, in the chat that is still theirs', async () => {
    await counter.as('Ada').say('help');
    await link('Ada');
    await ask(counter.as('Sofia'), 'AzureSavingsPlan');
    await until(() => stateIn('U0ADA').length === 1 && stateIn(idOf('Ada')).length === 1);
    await unlink('Ada');
    counter.jump(2.5 * 24 * 3_600_000);
    await until(() => toldOf(idOf('Ada')).length === 1);
    const { db } = counter.core.store;
    const due = () => db.selectFrom('outbox').select('id').where('state', '=', 'due').execute();
    await until(async () => (await due()).length === 0);
    expect(toldOf('U0ADA')).toEqual([]);
  });
});

it('a chat user who is linked to somebody else now gets nothing that was for the one before', async () => {
  await counter.as('Ada').say('help');
  await counter.as('Sofia').say('help');
  await link('Sofia');
  const { approval } = await ask(inSlack('Sofia'), 'AzureSavingsPlan');
  await until(() => stateIn('U0SOFIA').length === 1);
  await unlink('Sofia');
  const { url } = expectAnswer(await inSlack('Sofia').say('whoami'), 'linkNeeded');
  expectAnswer(await inSlack('Sofia').say('link', await codeFor(counter.core, url, idOf('Tom'))), 'linked');
  expectAnswer(await word(counter.as('Ada'), 'approve', approval.id), 'approval');
  await until(() => toldOf(idOf('Sofia')).length === 1);
  expect(toldOf('U0SOFIA')).toEqual([]);
  expect(stateIn('U0SOFIA')).toEqual(['awaiting']);
});
