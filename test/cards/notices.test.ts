import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { action } from '../../core/action.js';
import type { Answer } from '../../core/answer.js';
import type { NoticeView } from '../../core/views.js';
import { MOST_BYTES, sizeOf } from '../../cards/adaptive-card/limits.js';
import { cardSchema } from '../../cards/adaptive-card/schema.js';
import { messageSchema } from '../../cards/block-kit/schema.js';
import type { Card, Element } from '../../cards/card.js';
import { toAdaptiveCard, toSlackMessage, toText } from '../../cards/render.js';
import { screen } from '../../cards/screens/index.js';
import { voiceFor } from '../../cards/voice.js';
import { decided, states } from './approval-samples.js';
import { customer } from './sample-data.js';
import { english } from './samples.js';
import { digest, elsewhere, noticeView, operations, permissionNotice, relationship } from './news-samples.js';
import { watchSamples } from './watch-samples.js';

const show = (answer: Answer): Card => screen(answer, voiceFor(english));
const card = (notice: NoticeView) => show({ type: 'notice', notice });
const line = (notice: NoticeView) => show({ type: 'followUp', notice }).title;
const words = (shown: Card) => JSON.stringify(shown.body).replaceAll('\u202f', ' ');
function of<T extends Element['type']>(shown: Card, type: T): Extract<Element, { type: T }>[] {
  return shown.body.filter((element): element is Extract<Element, { type: T }> => element.type === type);
}
const facts = (shown: Card): Record<string, string> =>
  Object.fromEntries(of(shown, 'facts').flatMap((element) => element.facts.map(({ label, value }) => [label, value])));
const verbs = (shown: Card) => shown.buttons.map((button) => button.action?.verb);

describe('a notice', () => {
  const titles: [string, NoticeView][] = [
    ['Sofia Marín changed City of Contoso (UK) Ltd.', noticeView()],
    ['Sofia Marín asks to change City of Contoso (UK) Ltd.', noticeView({ state: 'awaiting' })],
    ['Somebody changed City of Contoso (UK) Ltd. in Partner Center', elsewhere()],
    [
      'ops@partner.example changed City of Contoso (UK) Ltd. in Partner Center',
      elsewhere({ by: 'ops@partner.example' }),
    ],
    ['Sofia Marín allowed Contoso (UK) Ltd. to purchase Azure reservations', permissionNotice('applied')],
    ['Sofia Marín asks to allow Contoso (UK) Ltd. to purchase Azure reservations', permissionNotice('awaiting')],
    [
      'Tom Becker declined what Sofia Marín asked for Contoso (UK) Ltd.: Azure reservations',
      permissionNotice('declined', { decisions: [decided('decline')] }),
    ],
    ['Permission request for Contoso (UK) Ltd. expired: Azure reservations', permissionNotice('expired')],
    ['Sofia Marín withdrew a request for Contoso (UK) Ltd.: City', noticeView({ state: 'withdrawn' })],
    [
      'The temporary permission of Contoso (UK) Ltd. ended: Azure reservations',
      permissionNotice('applied', { scheduled: true }),
    ],
    ['Contoso (UK) Ltd. is no longer a customer', relationship('removed')],
    [
      'Somebody changed what a customer may purchase in Partner Center',
      { id: 'n', kind: 'purchase', origin: 'elsewhere', differences: [], decisions: [], at: 0 },
    ],
  ];
  it.each(titles)('tells the whole story in its notification: %s', (title, notice) => {
    expect(card(notice).title).toBe(title);
    expect(card(notice).summary).toBe(title);
  });

  it('names two fields, and counts more', () => {
    const paths = ['companyName', 'email', 'language'] as const;
    const titled = (count: number) =>
      card(noticeView({ differences: paths.slice(0, count).map((path) => ({ path, before: '', after: 'x' })) })).title;
    expect(titled(2)).toBe('Sofia Marín changed Company name and Email address of Contoso (UK) Ltd.');
    expect(titled(3)).toBe('Sofia Marín changed 3 fields of Contoso (UK) Ltd.');
  });

  it('shows before → after, for whom, by whom, why, until when, who decided, and when', () => {
    const shown = card(permissionNotice('applied'));
    expect(of(shown, 'differences')[0]?.rows).toEqual([{ label: 'Azure reservations', before: 'Off', after: 'On' }]);
    expect(facts(shown)).toMatchObject({
      Customer: 'Contoso (UK) Ltd.',
      'Requested by': 'Sofia Marín',
      Reason: 'A project\nuntil December.',
      Ends: 'After Dec 31, 2026: it then removes itself',
      When: expect.stringContaining('Nov 20, 2026'),
      'Tom Becker approved': expect.stringContaining('“Agreed by phone.”'),
    });
  });

  it('of what was done past the desk says so, and whom Partner Center names', () => {
    expect(words(card(elsewhere()))).toContain(
      'Done in Partner Center, not through the desk. Partner Center does not say who did it.',
    );
    expect(words(card(elsewhere({ by: 'ops@partner.example' })))).toContain(
      'Partner Center names ops@partner.example.',
    );
    expect(facts(card(elsewhere({ by: 'ops@partner.example' })))).not.toHaveProperty('Requested by');
    expect(words(card(noticeView()))).not.toContain('not through the desk');
  });

  it('says what it does not know', () => {
    expect(words(card(elsewhere({ differences: [] })))).toContain('Partner Center does not say what was changed.');
    expect(words(card(relationship('added')))).not.toContain('does not say what');
  });

  it.each([
    ['applied', 'good'],
    ['awaiting', 'neutral'],
    ['declined', 'warning'],
    ['expired', 'warning'],
    ['conflicted', 'warning'],
    ['failed', 'attention'],
  ] as const)('that is %s is %s', (state, tone) => expect(card(noticeView({ state })).tone).toBe(tone));

  it('is loud about broken glass until that was reviewed', () => {
    const broken = [decided('breakGlass')];
    expect(card(permissionNotice('applied', { decisions: broken })).tone).toBe('attention');
    expect(words(card(permissionNotice('applied', { decisions: broken })))).toContain(
      'Somebody else has to review it.',
    );
    const reviewed = permissionNotice('applied', { decisions: [...broken, decided('reviewed')] });
    expect(card(reviewed).tone).toBe('good');
    expect(words(card(reviewed))).toContain('It has been reviewed.');
  });

  it('leads to account and history, and for permissions to those; never to a decision, nor to the account of who is no customer any more', () => {
    expect(card(noticeView()).buttons.map(({ action: pressed }) => pressed)).toEqual([
      action('account', customer.id),
      action('history', customer.id),
    ]);
    expect(verbs(card(permissionNotice('awaiting')))).toEqual(['permission', 'account', 'history']);
    expect(verbs(card(relationship('removed')))).toEqual(['history']);
    for (const state of states) {
      for (const verb of verbs(card(permissionNotice(state))))
        expect(['permission', 'account', 'history']).toContain(verb);
    }
  });
});

describe('a customer with a hostile name', () => {
  it.each(['<!channel>', '<@U123>', '[x](http://evil)', '<https://evil.example|click>'])(
    '%s calls and links nothing, in a notice, a line or a digest',
    (name) => {
      const notice = elsewhere({ customer: { ...customer, name }, by: name, reason: name });
      const answers: Answer[] = [
        { type: 'notice', notice },
        { type: 'followUp', notice },
        digest([notice, relationship('added', { customer: { ...customer, name } })]),
      ];
      for (const answer of answers) {
        const slack = messageSchema.parse(toSlackMessage(answer, english));
        expect(slack.text).not.toMatch(/<[!@#h]/u);
        const live = JSON.stringify(slack.blocks).match(/"type":"mrkdwn","text":"[^"]*<[!@#h]/u);
        expect(live).toBeNull();
        const teams = cardSchema.parse(toAdaptiveCard(answer, english).card);
        expect(JSON.stringify(teams.body)).not.toContain('[x](');
        expect(JSON.stringify(teams.body)).not.toMatch(/(?<!\\)<(?:!|@|h)/u);
      }
    },
  );
});

describe('a line under a notice', () => {
  it.each([
    ['Tom Becker approved. It is applied.', permissionNotice('applied', { decisions: [decided('approve')] })],
    [
      'Tom Becker approved. It still awaits approval.',
      permissionNotice('awaiting', { decisions: [decided('approve')] }),
    ],
    [
      'Tom Becker declined: “Too dear.”',
      permissionNotice('declined', { decisions: [decided('decline', { reason: 'Too dear.' })] }),
    ],
    [
      'Tom Becker approved alone (break-glass). It is applied.',
      permissionNotice('applied', { decisions: [decided('breakGlass')] }),
    ],
    [
      'Tom Becker reviewed it.',
      permissionNotice('applied', { decisions: [decided('breakGlass'), decided('reviewed')] }),
    ],
    ['It is applied.', noticeView()],
    ['It expired. Nothing was changed.', permissionNotice('expired')],
    ['Sofia Marín withdrew it. Nothing was changed.', noticeView({ state: 'withdrawn' })],
    [
      'It failed: Partner Center did not accept these values.',
      noticeView({ state: 'failed', failure: { source: 'partnerCenter', kind: 'invalid' } }),
    ],
  ])('%s', (text, notice) => expect(line(notice)).toBe(text));

  it('is one block in Slack and one text in Teams, without a button', () => {
    const answer: Answer = { type: 'followUp', notice: noticeView() };
    const { text, blocks } = messageSchema.parse(toSlackMessage(answer, english));
    expect(text).toBe('It is applied.');
    expect(blocks).toEqual([
      { type: 'section', text: { type: 'plain_text', text: '✅ It is applied.', emoji: false } },
    ]);
    const { body, actions } = cardSchema.parse(toAdaptiveCard(answer, english).card);
    expect(body).toEqual([{ type: 'TextBlock', text: 'It is applied.', wrap: true }]);
    expect(actions).toBeUndefined();
    expect(toText(answer, english)).toBe('It is applied.');
  });
});

it('has a sentence for every operation', () => {
  const titles = operations.map((operation) => card(relationship(operation)).title);
  expect(new Set(titles).size).toBe(operations.length);
});

it('texts of any kind make valid cards on both platforms', () => {
  const text = fc.string({ unit: 'binary', maxLength: 400 });
  fc.assert(
    fc.property(text, text, text, (name, by, value) => {
      const differences = [{ path: 'companyName' as const, before: value, after: name }];
      const notice = elsewhere({ customer: { ...customer, name }, by, reason: value, until: value, differences });
      const answers: Answer[] = [
        { type: 'notice', notice },
        { type: 'notice', notice: permissionNotice('failed', { customer: { ...customer, name }, by, until: value }) },
        {
          type: 'followUp',
          notice: permissionNotice('declined', { by, decisions: [decided('approve', { person: name })] }),
        },
        digest(
          Array.from({ length: 60 }, (_, index) => ({
            ...notice,
            customer: { ...customer, name, id: `${index % 20}` },
          })),
        ),
      ];
      for (const answer of answers) {
        const { card: json } = toAdaptiveCard(answer, english);
        expect(cardSchema.safeParse(json).error).toBeUndefined();
        expect(sizeOf(json)).toBeLessThanOrEqual(MOST_BYTES);
        expect(messageSchema.safeParse(toSlackMessage(answer, english)).error).toBeUndefined();
      }
    }),
    { numRuns: 60 },
  );
});

it('puts nothing but verbs, ids and versions into its buttons', () => {
  for (const answer of Object.values(watchSamples)) {
    const values = JSON.stringify(toSlackMessage(answer, english).blocks).match(/"value":"(?:[^"\\]|\\.)*"/gu) ?? [];
    for (const value of values) expect(value).not.toMatch(/Contoso|Sofia|#|Redmond|Europe/u);
  }
});
