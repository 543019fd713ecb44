import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { type Action, action } from '../../core/action.js';
import type { Answer, AnswerOf } from '../../core/answer.js';
import type { WatchFormValues, WatchView } from '../../core/views.js';
import { placeProblems } from '../../core/watch/watch.js';
import type { Button, Card, Element } from '../../cards/card.js';
import { countryCodes } from '../../cards/countries.js';
import { readSlackView, readTeamsData } from '../../cards/read.js';
import { slackFieldErrors, toSlackMessage } from '../../cards/render.js';
import { screen } from '../../cards/screens/index.js';
import { watchWords } from '../../cards/screens/watch-words.js';
import { voiceFor } from '../../cards/voice.js';
import { noticeView } from './news-samples.js';
import { customer } from './sample-data.js';
import { english } from './samples.js';
import { submitInSlack, submitInTeams } from './submitted.js';
import {
  broken,
  everything,
  formErrors,
  formValues,
  fullWatch,
  slackPlace,
  teamsPlace,
  watches,
  watchForm,
  watchView,
} from './watch-samples.js';

const voice = voiceFor(english);
const show = (answer: Answer): Card => screen(answer, voice);
const told = (watch: WatchView, because: AnswerOf<'watch'>['because'] = 'saved') =>
  show({ type: 'watch', watch, because });
const words = (card: Card) => JSON.stringify(card.body).replaceAll('\u202f', ' ');
const buttons = (card: Card): Button[] => [
  ...card.body.flatMap((element) => {
    if (element.type === 'buttons') return element.buttons;
    return element.type === 'choices' ? element.items.map((item) => item.button) : [];
  }),
  ...card.buttons,
];
const actions = (card: Card): (Action | undefined)[] => buttons(card).map((button) => button.action);
function of<T extends Element['type']>(card: Card, type: T): Extract<Element, { type: T }>[] {
  return card.body.filter((element): element is Extract<Element, { type: T }> => element.type === type);
}

describe('a watch in words', () => {
  const lists: [string, Partial<WatchView>][] = [
    ['All customers: everything, only outcomes, at once', {}],
    [
      'Contoso (UK) Ltd.: billing information, outcomes and requests, only what is done in Partner Center itself, at 09:00 daily (Europe/Madrid), quiet 18:00–08:00, without Sofia Marín’s own changes',
      fullWatch,
    ],
    [
      'Customers in Germany: permissions, only outcomes, at once',
      { filter: { ...everything, country: 'DE', kind: 'purchase' } },
    ],
    [
      'All customers: Postal code, only outcomes, at once',
      { filter: { ...everything, field: 'defaultAddress.postalCode' } },
    ],
    [
      'All customers: everything, only outcomes, hourly, quiet 23:59–00:00 (Europe/Madrid)',
      { rhythm: { every: 'hour' }, quiet: { from: 24 * 60 - 1, to: 0 } },
    ],
    ['All customers: requests that await approval', { topic: 'approvals' }],
  ];
  it.each(lists)('%s', (text, watch) => expect(watchWords(watchView(watch), voice)).toBe(text));

  it('names every field, kind and country that it can have', () => {
    const said = countryCodes.map((country) => watchWords(watchView({ filter: { ...everything, country } }), voice));
    expect(new Set(said).size).toBe(countryCodes.length);
  });
});

describe('a watch', () => {
  it('can be edited, tested and stopped, the last one after a question', () => {
    expect(actions(told(fullWatch))).toEqual([
      action('watching', 'watch-1'),
      action('testWatch', 'watch-1'),
      action('unwatch', 'watch-1'),
      action('watches'),
    ]);
    expect(buttons(told(fullWatch)).find(({ label }) => label === 'Stop')).toMatchObject({
      tone: 'danger',
      confirm: { title: 'Stop watching?' },
    });
  });

  it('of another, or one that ended, cannot', () => {
    expect(actions(told(watchView({ mayEdit: false })))).toEqual([action('watches')]);
    expect(actions(told(watchView({ state: 'ended' })))).toEqual([action('watches')]);
  });

  it('of requests has nothing to edit', () => {
    expect(actions(told(watchView({ topic: 'approvals' })))).not.toContainEqual(action('watching', 'watch-1'));
  });

  it.each(placeProblems)(
    'says on both platforms that its place is %s, since when, what to do, and that nothing is lost',
    (problem) => {
      for (const place of [slackPlace, teamsPlace]) {
        const card = told(broken(problem, place), 'made');
        expect(card.tone).toBe('warning');
        expect(card.title).toMatch(/cannot be reached for now$/u);
        expect(of(card, 'notice')).toHaveLength(1);
        expect(words(card)).toMatch(/Since Nov 20, 2026.*Nothing is lost/u);
        expect(words(card)).not.toContain('on its way');
        expect(card.buttons[0]).toMatchObject({
          label: 'Try again',
          tone: 'primary',
          action: action('testWatch', 'watch-1'),
        });
      }
    },
  );

  it('says how to invite the bot in the words of its platform', () => {
    expect(words(told(broken('notMember')))).toContain('Type “/invite @partnerdesk” in that channel');
    expect(words(told(broken('notMember', teamsPlace)))).toContain('Add the app partnerdesk to that team or chat');
  });

  it('tells its owner of trouble, and of its end', () => {
    const trouble = show({ type: 'watchTrouble', watch: broken('archived', teamsPlace), mended: false });
    expect(trouble.summary).toBe('Customer desk (Microsoft Teams) cannot be reached');
    expect(words(trouble)).toContain('Unarchive the channel');
    expect(words(trouble)).toContain('3 notices');
    const mended = show({ type: 'watchTrouble', watch: watchView({ held: 2 }), mended: true });
    expect(mended).toMatchObject({ tone: 'good', title: '#customers (Slack) can be reached again' });
    expect(words(mended)).toContain('on its way there');
  });

  it('says in its place what arrives there, who wanted it, and how to end it', () => {
    const test = show({ type: 'watchTest', watch: fullWatch });
    expect(words(test)).toContain(watchWords(fullWatch, voice));
    expect(words(test)).toContain('Sofia Marín set this up.');
    expect(actions(test)).toEqual([action('watches')]);
  });
});

describe('the list of watches', () => {
  it('says by example what can be watched where nothing is', () => {
    expect(words(show(watches()))).toMatch(/Nothing is watched.*watch contoso daily at 9.*watch approvals/u);
  });

  it('gives every watch its buttons, and every notice its report', () => {
    const card = show(
      watches({
        here: [fullWatch],
        mine: [watchView({ id: 'watch-2', place: teamsPlace })],
        recent: [{ notice: noticeView(), delivered: 3, waiting: 1, failed: 2 }],
      }),
    );
    expect(actions(card)).toEqual([
      action('watching', 'watch-1'),
      action('testWatch', 'watch-1'),
      action('unwatch', 'watch-1'),
      action('watching', 'watch-2'),
      action('report', 'news-1'),
    ]);
    expect(words(card)).toContain('delivered: 3 · under way: 1 · failed: 2');
    expect(words(card)).toContain('Customer desk (Microsoft Teams)');
  });

  it('reaches every one of many watches that its reader may edit by a button', () => {
    const here = Array.from({ length: 15 }, (_, index) => watchView({ id: `watch-${index}`, mayEdit: index !== 9 }));
    const reached = new Set(
      actions(show(watches({ here })))
        .filter((one) => one?.verb === 'watching')
        .map((one) => one?.id),
    );
    expect(reached).toEqual(new Set(here.filter(({ mayEdit }) => mayEdit).map(({ id }) => id)));
    const message = JSON.stringify(toSlackMessage(watches({ here }), english).blocks);
    for (const id of reached) expect(message).toContain(`\\"id\\":\\"${id ?? ''}\\"`);
  });
});

describe('the form of a watch', () => {
  const typed = fc.string({ unit: 'grapheme', maxLength: 50 });
  const anyValues: fc.Arbitrary<WatchFormValues> = fc.record({
    about: fc.constantFrom('everything', 'customer', 'country'),
    country: fc.constantFrom('', ...countryCodes),
    kind: fc.constantFrom('any', 'account', 'purchase', 'relationship'),
    field: fc.constantFrom('any', 'companyName', 'defaultAddress.city', 'permission.AzureSavingsPlan'),
    stage: fc.constantFrom('outcomes', 'requests'),
    origin: fc.constantFrom('anywhere', 'elsewhere'),
    muteOwn: fc.constantFrom('no', 'yes'),
    rhythm: fc.constantFrom('change', 'hour', 'day'),
    dailyAt: typed,
    quietFrom: typed,
    quietTo: typed,
    timeZone: typed,
  });

  it('gives back what it was given, on both platforms alike', () => {
    fc.assert(
      fc.property(anyValues, fc.nat(), (values, version) => {
        const form = watchForm({ values, customer, watch: { id: 'watch-1', version } });
        const expected = { action: action('saveWatch', 'watch-1', version), values };
        expect(readTeamsData(submitInTeams(form))).toEqual(expected);
        expect(readSlackView(submitInSlack(form))).toEqual(expected);
      }),
    );
  });

  it('offers one customer only where it is about one', () => {
    const choices = (more: Partial<AnswerOf<'watchForm'>>) =>
      of(show(watchForm(more)), 'choiceInput')
        .find(({ id }) => id === 'about')
        ?.options.map(({ title }) => title);
    expect(choices({})).toEqual(['All customers', 'Those of one country/region']);
    expect(choices({ customer })).toEqual(['All customers', 'Only Contoso (UK) Ltd.', 'Those of one country/region']);
  });

  it('offers every country by its name in the language of the reader', () => {
    const country = of(show(watchForm()), 'choiceInput').find(({ id }) => id === 'country');
    expect(country?.options.map(({ value }) => value).sort()).toEqual([...countryCodes].sort());
    expect(country?.options).toContainEqual({ value: 'DE', title: 'Germany' });
  });

  it('shows its errors at their inputs, also in the modal that is open', () => {
    const form = watchForm({ errors: formErrors });
    expect(slackFieldErrors(form, english)).toEqual({
      'about#3': 'Choose one of the list.',
      'country#3': 'Fill in this field.',
      'dailyAt#3': 'Write the time as hh:mm, for example 09:00.',
      'quietTo#3': 'Quiet hours need both times, and two different ones.',
      'timeZone#3': 'Write the time zone as a region and a city, for example Europe/Madrid.',
    });
    const inputs = Object.keys(formValues);
    const all = inputs.map((path) => ({ path: path as keyof WatchFormValues, rule: 'required' as const }));
    expect(Object.keys(slackFieldErrors(watchForm({ errors: all }), english) ?? {})).toHaveLength(inputs.length);
  });

  it('opens from a message by a button', () => {
    const { blocks } = toSlackMessage(watchForm(), english);
    expect(blocks.at(-1)).toMatchObject({ elements: [{ value: JSON.stringify(action('watching', 'watch-1')) }] });
  });

  it('can stop the watch too', () => {
    expect(show(watchForm()).buttons).toMatchObject([{ action: action('unwatch', 'watch-1'), ignoresInputs: true }]);
  });
});

describe('the countries', () => {
  it('are those of ISO 3166-1 and Kosovo, without unions and codes that were given up', () => {
    expect(countryCodes).toHaveLength(250);
    expect(countryCodes).toEqual(expect.arrayContaining(['DE', 'GB', 'US', 'XK', 'TW', 'AQ']));
    for (const code of ['EU', 'UK', 'DD', 'ZZ', 'UN', 'AC']) expect(countryCodes).not.toContain(code);
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    expect(countryCodes.filter((code) => names.of(code) === undefined)).toEqual([]);
    expect([...new Set(countryCodes)].sort()).toEqual(countryCodes);
  });
});

it('asks of which customer a watch is to be, by the watch and the customer', () => {
  const card = show({ type: 'customers', items: [customer], pick: 'watchCustomer', watch: 'watch-1', query: 'co' });
  expect(actions(card)).toEqual([action('watchCustomer', `watch-1/${customer.id}`)]);
});

describe('what cannot be watched or ended', () => {
  it.each(['external', 'unreadable', 'notYours', 'tooMany', 'gone'] as const)(
    '%s has a reason of its own',
    (reason) => {
      const card = show({ type: 'watchRefused', reason });
      expect(card.summary.length).toBeGreaterThan(20);
      expect(of(card, 'notice')[0]?.text).toBe(card.summary);
    },
  );

  it('lists what ended, or says that nothing did', () => {
    expect(of(show({ type: 'unwatched', ended: [fullWatch, watchView()] }), 'list')[0]?.lines).toHaveLength(2);
    expect(show({ type: 'unwatched', ended: [] }).summary).toBe('Nothing like that is watched here.');
  });
});
