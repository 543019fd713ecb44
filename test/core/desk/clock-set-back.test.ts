import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Counter, expectAnswer, openCounter } from './counter.js';

const DAY = 24 * 3_600_000;

let counter: Counter;
beforeAll(async () => {
  counter = await openCounter();
});
afterAll(() => counter.close());

describe('a clock that was set back by a day', () => {
  it('does not let roles of before count until it has caught up', async () => {
    const henri = counter.as('Henri');
    counter.jump(DAY);
    expect((await henri.say('customers')).type).toBe('customers');
    counter.jump(-DAY);
    counter.world.entra.setGroups(henri.character.id, []);
    expect(expectAnswer(await henri.say('customers'), 'refused').reason).toBe('role');
  });
});
