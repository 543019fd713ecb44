import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Counter, expectAnswer, openCounter } from './counter.js';

/** Longer than what the directory said of somebody is remembered. */
const WHILE = 6 * 60_000;

let counter: Counter;
beforeAll(async () => {
  counter = await openCounter();
});
afterAll(() => counter.close());

describe('a colleague whose account is switched off', () => {
  it('is refused for that before anything is read for them, and served again when it is on', async () => {
    const sofia = counter.as('Sofia');
    expect((await sofia.say('find', 'contoso')).type).not.toBe('refused');
    counter.world.entra.disable(sofia.character.id);
    counter.jump(WHILE);
    for (const command of ['find', 'account', 'approvals', 'whoami', 'help'] as const) {
      const { reason, have } = expectAnswer(await sofia.say(command, 'contoso'), 'refused');
      expect({ reason, have }).toEqual({ reason: 'disabled', have: [] });
    }
    counter.world.entra.disable(sofia.character.id, false);
    counter.jump(WHILE);
    expect((await sofia.say('find', 'contoso')).type).not.toBe('refused');
  });

  it('may decide nothing from the very second on, however young what is remembered of them', async () => {
    const ada = counter.as('Ada');
    expect((await ada.say('approvals')).type).toBe('approvals');
    counter.world.entra.disable(ada.character.id);
    const pressed = await ada.press(['approve', '0a000000-0000-4000-8000-0000000000ff', 1], { reason: '' });
    expect(expectAnswer(pressed, 'refused').reason).toBe('disabled');
    counter.world.entra.disable(ada.character.id, false);
    counter.jump(WHILE);
  });
});
