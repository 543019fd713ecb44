import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { openApprovalDesk } from '../approval/approval-desk.js';
import { type Counter, expectAnswer, type Guest } from '../desk/counter.js';
import { choiceFrom, typedValues, valuesOf } from '../../../core/watch/form.js';
import type { WatchFormValues } from '../../../core/views.js';
import { slackRoom, teamsRoom, watching } from './watch-desk.js';

const ROOM = slackRoom('C0DESK');
const TEAM = teamsRoom('desk');
const DAY = 24 * 3_600_000;

let counter: Counter;
beforeAll(async () => {
  counter = await openApprovalDesk();
});
afterAll(() => counter.close());
beforeEach(async () => {
  for (const table of ['watches', 'roomVisits'] as const) await counter.core.store.db.deleteFrom(table).execute();
});

const sofia = () => counter.as('Sofia', 'slack');
const henri = () => counter.as('Henri', 'slack');
const open = async (who: Guest, id: string) => expectAnswer(await who.press(['watching', id]), 'watchForm');

describe('the form of a watch', () => {
  it('shows the watch, and saves all that can be chosen', async () => {
    const watch = await watching(sofia().in(ROOM), { customer: 'Contoso Ltd' });
    const form = await open(sofia().in(ROOM), watch.id);
    expect(form).toMatchObject({
      place: { platform: 'slack', kind: 'channel' },
      customer: { name: 'Contoso Ltd' },
      errors: [],
      values: {
        about: 'customer',
        country: '',
        kind: 'any',
        field: 'any',
        stage: 'outcomes',
        origin: 'anywhere',
        muteOwn: 'no',
        rhythm: 'change',
        dailyAt: '',
        quietFrom: '',
        quietTo: '',
        timeZone: 'UTC',
      },
    });
    const values = {
      about: 'country',
      country: 'fr',
      kind: 'account',
      field: 'email',
      stage: 'requests',
      origin: 'elsewhere',
      muteOwn: 'yes',
      rhythm: 'day',
      dailyAt: '8:30',
      quietFrom: '22:00',
      quietTo: '07:00',
      timeZone: 'Europe/Paris',
    };
    const saved = expectAnswer(
      await sofia().in(ROOM).press(['saveWatch', watch.id, form.watch.version], values),
      'watch',
    );
    expect(saved).toMatchObject({
      because: 'saved',
      watch: {
        filter: {
          country: 'FR',
          kind: 'account',
          field: 'email',
          stage: 'requests',
          origin: 'elsewhere',
          muteOwn: true,
        },
        rhythm: { every: 'day', at: 510 },
        quiet: { from: 1320, to: 420 },
        timeZone: 'Europe/Paris',
      },
    });
    expect(saved.watch.filter).not.toHaveProperty('customer');
    expect((await open(sofia().in(ROOM), watch.id)).values).toEqual({
      ...values,
      country: 'FR',
      dailyAt: '08:30',
    });
  });

  it.each([
    [{ about: 'country', country: '' }, ['country', 'required']],
    [{ about: 'country', country: 'XX' }, ['country', 'notInList']],
    [{ about: 'customer' }, ['about', 'notInList']],
    [{ about: 'world' }, ['about', 'notInList']],
    [{ kind: 'weather' }, ['kind', 'notInList']],
    [{ field: 'shoeSize' }, ['field', 'notInList']],
    [{ kind: 'purchase', field: 'email' }, ['field', 'notInList']],
    [{ stage: 'soon' }, ['stage', 'notInList']],
    [{ muteOwn: 'perhaps' }, ['muteOwn', 'notInList']],
    [{ rhythm: 'week' }, ['rhythm', 'notInList']],
    [{ rhythm: 'day' }, ['dailyAt', 'required']],
    [{ rhythm: 'day', dailyAt: '24:00' }, ['dailyAt', 'time']],
    [{ quietFrom: '22:00' }, ['quietTo', 'both']],
    [{ quietTo: '7' }, ['quietFrom', 'both'], ['quietTo', 'time']],
    [{ timeZone: '' }, ['timeZone', 'required']],
    [{ timeZone: 'Mars/Olympus' }, ['timeZone', 'timeZone']],
  ])('keeps what was typed and says what is wrong with it: %j', async (typed, ...wrong) => {
    const watch = await watching(sofia().in(ROOM));
    const form = await open(sofia().in(ROOM), watch.id);
    const values = { ...form.values, ...typed };
    const again = expectAnswer(
      await sofia().in(ROOM).press(['saveWatch', watch.id, form.watch.version], values),
      'watchForm',
    );
    expect(again.values).toEqual(values);
    expect(again.errors.map(({ path, rule }) => [path, rule])).toEqual(wrong);
    expect(again.watch).toEqual(form.watch);
  });

  it('that is out of date is answered with the newer one, and sent twice it is saved once', async () => {
    const watch = await watching(sofia().in(ROOM));
    const form = await open(sofia().in(ROOM), watch.id);
    const hourly = { ...form.values, rhythm: 'hour' };
    const pressed = () => sofia().in(ROOM).press(['saveWatch', watch.id, form.watch.version], hourly);
    expect(expectAnswer(await pressed(), 'watch').because).toBe('saved');
    expect(expectAnswer(await pressed(), 'watch').watch.version).toBe(form.watch.version + 1);
    const stale = await henri()
      .in(ROOM)
      .press(['saveWatch', watch.id, form.watch.version], { ...form.values });
    expect(expectAnswer(stale, 'watchForm')).toMatchObject({
      watch: { version: form.watch.version + 1 },
      values: { rhythm: 'hour' },
      errors: [],
    });
  });

  it('of two who save at once lets one win', async () => {
    const watch = await watching(sofia().in(ROOM));
    const form = await open(sofia().in(ROOM), watch.id);
    const save = (who: Guest, rhythm: string, dailyAt: string) =>
      who.in(ROOM).press(['saveWatch', watch.id, form.watch.version], { ...form.values, rhythm, dailyAt });
    const answers = await Promise.all([save(sofia(), 'hour', ''), save(henri(), 'day', '09:00')]);
    expect(answers.map(({ type }) => type).sort((a, b) => a.localeCompare(b))).toEqual(['watch', 'watchForm']);
  });

  it('of requests has nothing to choose', async () => {
    const watch = await watching(sofia().in(ROOM), { topic: 'approvals' });
    const shown = await sofia().in(ROOM).press(['watching', watch.id]);
    expect(expectAnswer(shown, 'watch').watch.topic).toBe('approvals');
    const saved = await sofia().in(ROOM).press(['saveWatch', watch.id, 1], { rhythm: 'hour' });
    expect(expectAnswer(saved, 'watch').watch.rhythm).toEqual({ every: 'change' });
  });

  it('takes no value for another, whatever a client sends', () => {
    const before = { stage: 'outcomes', origin: 'anywhere', muteOwn: false } as const;
    const shown = valuesOf({ filter: before, rhythm: { every: 'change' }, timeZone: 'UTC' });
    const wild = fc.dictionary(
      fc.constantFrom(...Object.keys(shown), '__proto__', 'owner', 'place'),
      fc.oneof(fc.string(), fc.constantFrom('day', 'country', 'ES', '09:00', 'any', 'account', 'yes', 'Europe/Madrid')),
    );
    fc.assert(
      fc.property(wild, (given) => {
        const typed = typedValues(given, shown);
        expect(Object.keys(typed)).toEqual(Object.keys(shown));
        const chosen = choiceFrom(typed, { filter: before });
        if ('errors' in chosen) {
          expect(chosen.errors.length).toBeGreaterThan(0);
          return;
        }
        // What was saved is shown again as it was typed, but for how it is written.
        const again = choiceFrom(valuesOf(chosen.choice), { filter: chosen.choice.filter });
        expect(again).toEqual(chosen);
        expect(chosen.choice.filter).not.toHaveProperty('customer');
      }),
    );
  });
});

describe('whoever presses a button of a watch', () => {
  const deeds = ['watching', 'saveWatch', 'testWatch', 'unwatch'] as const;
  const values = { rhythm: 'change' } satisfies Partial<WatchFormValues>;

  it('elsewhere is refused, whatever the card says', async () => {
    const watch = await watching(sofia().in(ROOM));
    for (const verb of deeds)
      expect(await henri().press([verb, watch.id, watch.version], values)).toEqual({
        type: 'watchRefused',
        reason: 'notYours',
      });
    const list = expectAnswer(await sofia().say('watches'), 'watches');
    expect(list.mine).toMatchObject([{ state: 'active', version: watch.version }]);
  });

  it('in another room is refused too, and one in the same room is not', async () => {
    const watch = await watching(sofia().in(ROOM));
    const elsewhere = henri().in(slackRoom('C0OTHER'));
    expect(await elsewhere.press(['unwatch', watch.id])).toEqual({ type: 'watchRefused', reason: 'notYours' });
    expectAnswer(await henri().in(ROOM).press(['watching', watch.id]), 'watchForm');
    expect(expectAnswer(await henri().in(ROOM).press(['unwatch', watch.id]), 'unwatched').ended).toHaveLength(1);
  });

  it.each(['Ada', 'Grace'])('and keeps all watches may, wherever they are: %s', async (name) => {
    const watch = await watching(sofia().in(ROOM));
    expectAnswer(await counter.as(name).press(['watching', watch.id]), 'watchForm');
  });

  it('and made it may, from the other platform as well', async () => {
    const watch = await watching(sofia().in(ROOM));
    expectAnswer(await counter.as('Sofia').press(['watching', watch.id]), 'watchForm');
  });

  it('and spoke of that room in it may for a day: Teams answers in their own chat', async () => {
    const watch = await watching(counter.as('Sofia').in(TEAM));
    await counter.as('Henri').in(TEAM).say('watches');
    expectAnswer(await counter.as('Henri').press(['watching', watch.id]), 'watchForm');
    // On the other platform they are somebody else to the room.
    expect(await henri().press(['watching', watch.id])).toEqual({ type: 'watchRefused', reason: 'notYours' });
    counter.jump(DAY + 1);
    expect(await counter.as('Henri').press(['watching', watch.id])).toEqual({
      type: 'watchRefused',
      reason: 'notYours',
    });
  });

  it('of a watch that is none, or is over, is told so', async () => {
    const watch = await watching(sofia().in(ROOM));
    await sofia().in(ROOM).press(['unwatch', watch.id]);
    for (const verb of deeds)
      for (const id of [watch.id, 'nothing', "'; drop table watches"])
        expect(await sofia().in(ROOM).press([verb, id, 1], values)).toEqual({ type: 'watchRefused', reason: 'gone' });
  });
});
