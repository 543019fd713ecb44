import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../core/answer.js';
import { action } from '../../core/action.js';
import { adaptiveCard } from '../../cards/adaptive-card/card.js';
import { cardSchema } from '../../cards/adaptive-card/schema.js';
import { escapeMarkdown } from '../../cards/adaptive-card/text.js';
import { slackMessage } from '../../cards/block-kit/message.js';
import { messageSchema, modalSchema } from '../../cards/block-kit/schema.js';
import type { Card } from '../../cards/card.js';
import { slackFieldErrors, toAdaptiveCard, toSlackMessage, toSlackModal, toText } from '../../cards/render.js';
import { clip, visible } from '../../cards/visible.js';
import { voiceFor } from '../../cards/voice.js';
import { accountForm, english, samples } from './samples.js';
import { countries, customer } from './sample-data.js';

const voice = voiceFor(english);
const sample = (name: string): Answer => {
  const answer = samples[name];
  if (answer === undefined) throw new Error(`no sample ${name}`);
  return answer;
};
const card = (name: string) => cardSchema.parse(toAdaptiveCard(sample(name), english).card);
const modal = (answer: Answer) => modalSchema.parse(toSlackModal(answer, english));
const inputIds = (answer: Answer) =>
  modal(answer).blocks.flatMap((block) => (block.type === 'input' ? [block.block_id] : []));

describe('a list that is too long', () => {
  it('says in Teams how many customers are not shown', () => {
    const { body } = card('200 customers');
    const rows = body.filter(({ type }) => type === 'ColumnSet').length;
    expect(rows).toBeGreaterThan(15);
    expect(body.at(-1)).toMatchObject({ text: `… and ${200 - rows} more` });
  });

  it('says so in a Slack message too', () => {
    const { blocks } = messageSchema.parse(toSlackMessage(sample('200 customers'), english));
    const rows = blocks.filter((block) => block.type === 'section' && block.accessory !== undefined).length;
    expect(blocks).toHaveLength(50);
    expect(blocks.at(-1)).toMatchObject({ elements: [{ text: `… and ${200 - rows} more` }] });
  });

  it('says so as text', () => {
    expect(toText(sample('200 customers'), english)).toContain('… and 180 more');
  });

  it('is whole when it just fits', () => {
    const items = Array.from({ length: 47 }, () => customer);
    const { blocks } = toSlackMessage({ type: 'customers', items, pick: 'account' }, english);
    expect(blocks).toHaveLength(50);
    expect(JSON.stringify(blocks)).not.toContain('more');
  });
});

describe('texts that are too long', () => {
  it('are shortened visibly in Teams, with a line that says so', () => {
    const long = '漢'.repeat(1500);
    const { card: json } = toAdaptiveCard(
      {
        type: 'review',
        change: { id: 'c', version: 1 },
        customer,
        warnings: [],
        differences: (['companyName', 'firstName', 'lastName', 'email'] as const).map((path) => ({
          path,
          before: long,
          after: long,
        })),
      },
      english,
    );
    expect(JSON.stringify(json)).toMatch(/漢…/);
    expect(JSON.stringify(json)).toContain('Some long texts are shortened here.');
    expect(JSON.stringify(card('review'))).not.toContain('shortened');
  });

  it('are never cut within a character', () => {
    expect(clip('🦄🦄🦄', 4)).toBe('🦄…');
    expect(clip('🦄🦄', 4)).toBe('🦄🦄');
  });
});

describe('countries in Slack', () => {
  it('stand in groups by first letter, all of them, the present one chosen', () => {
    const [input] = modal(sample('country')).blocks.flatMap((block) => (block.type === 'input' ? [block.element] : []));
    const groups = input?.type === 'static_select' ? (input.option_groups ?? []) : [];
    expect(groups.slice(0, 3).map(({ label }) => label.text)).toEqual(['A', 'B', 'C']);
    expect(groups.flatMap(({ options }) => options.map(({ value }) => value)).sort()).toEqual([...countries].sort());
    expect(input).toMatchObject({ initial_option: { value: 'US', text: { text: 'United States (US)' } } });
  });
});

describe('a form in Slack', () => {
  it('opens from a message by a button that tells nothing but the name', () => {
    const message = toSlackMessage(accountForm(), english);
    expect(JSON.stringify(message)).toContain('Contoso (UK) Ltd.');
    expect(JSON.stringify(message)).not.toMatch(/Redmond|Gena|contoso\.example/);
    const last = message.blocks.at(-1);
    expect(last).toMatchObject({ type: 'actions', elements: [{ value: JSON.stringify(action('form', 'chg-1')) }] });
  });

  it('gives its inputs other ids in another version, and the same in the same', () => {
    const version = (number: number) => inputIds(accountForm({ change: { id: 'c', version: number } }));
    expect(version(3)).toContain('defaultAddress.city#3');
    expect(version(4).some((id) => version(3).includes(id))).toBe(false);
    expect(inputIds(sample('form with errors'))).toEqual(version(3));
  });

  it('answers errors by the block ids of the view that is open', () => {
    expect(slackFieldErrors(sample('form with errors'), english)).toEqual({
      'companyName#3': 'At most 100 characters.',
      'defaultAddress.state#3': 'Partner Center refused this value. Partner Center says: “StateInvalid”',
      'defaultAddress.postalCode#3': 'This is no postal code of the chosen country/region.',
    });
    expect(slackFieldErrors(sample('country with an error'), english)).toEqual({
      'defaultAddress.country#3': 'Fill in this field.',
    });
  });

  it.each([
    'form',
    'form after a failure',
    'form after a conflict',
    'form with an error at what is fixed',
    'review',
    'help',
  ])('is replaced as a whole where errors at inputs cannot say it: %s', (name) => {
    expect(slackFieldErrors(sample(name), english)).toBeUndefined();
  });

  it('shows an error right under its input', () => {
    const { blocks } = modal(sample('form with errors'));
    const at = blocks.findIndex((block) => block.type === 'input' && block.block_id === 'defaultAddress.postalCode#3');
    expect(blocks[at + 1]).toMatchObject({
      type: 'context',
      elements: [{ text: '⚠️ This is no postal code of the chosen country/region.' }],
    });
  });

  it('has nothing to submit when it is no form', () => {
    const view = modal(sample('change applied'));
    expect(view.submit).toBeUndefined();
    expect(view.close.text).toBe('Close');
  });

  it('asks before it discards', () => {
    const buttons = modal(accountForm()).blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
    expect(buttons.find(({ style }) => style === 'danger')).toMatchObject({
      value: JSON.stringify(action('discard', 'chg-1', 3)),
      confirm: { title: { text: 'Discard this draft?' } },
    });
  });
});

describe('a card in Teams', () => {
  it('sends the same data from Action.Execute and from its fallback', () => {
    for (const button of card('form').actions ?? []) {
      if (button.type !== 'Action.Execute') continue;
      expect(button.fallback.data).toEqual(button.data);
      expect(button.fallback.associatedInputs).toEqual(button.associatedInputs);
      expect(button.verb).toBe(button.data.pd.verb);
    }
  });

  it('checks the inputs for Review only', () => {
    const inputs = card('form').actions?.map((button) =>
      'associatedInputs' in button ? button.associatedInputs : undefined,
    );
    expect(inputs).toEqual([undefined, 'none']);
  });

  it('shows an error right under its input, and keeps what was typed', () => {
    const { body } = card('form with errors');
    const at = body.findIndex((element) => 'id' in element && element.id === 'defaultAddress.postalCode');
    expect(body[at]).toMatchObject({ value: '98052' });
    expect(body[at + 1]).toMatchObject({ type: 'TextBlock', color: 'Attention' });
  });
});

const rowOf = (name: string) =>
  toSlackMessage({ type: 'customers', items: [{ ...customer, name }], pick: 'account' }, english).blocks.find(
    (block) => block.type === 'section' && block.accessory !== undefined,
  );

describe('text of customers', () => {
  it.each([
    ['[x](http://evil)', '\\[x\\](http://evil)'],
    ['**bold**', '\\*\\*bold\\*\\*'],
    ['_it_', '\\_it\\_'],
    ['a_b@c.example', 'a_b@c.example'],
    ['# heading', '\\# heading'],
    ['1. item', '1\\. item'],
    ['1 Microsoft Way', '1 Microsoft Way'],
    ['- item', '\\- item'],
    ['{{DATE(2017-02-14T06:08:39Z)}}', '{\\{DATE(2017-02-14T06:08:39Z)}}'],
    ['AT&T', 'AT&T'],
    ['&lt;', '\\&lt;'],
    ['C:\\new', 'C:\\\\new'],
  ])('%s is no Markdown in Teams', (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it('cannot call a channel in Slack, on any surface', () => {
    for (const [name, answer] of Object.entries(samples)) {
      if (!name.includes('<!channel>')) continue;
      const { text } = toSlackMessage(answer, english);
      expect(text).not.toContain('<!');
      for (const json of [toSlackMessage(answer, english), toSlackModal(answer, english)]) {
        const live = JSON.stringify(json).match(/"type":"mrkdwn","text":"[^"]*<!/);
        expect(live).toBeNull();
      }
    }
  });

  it('is bold only where its own signs would not be read as markup', () => {
    expect(rowOf('Contoso')).toMatchObject({ text: { type: 'mrkdwn', text: '*Contoso*\ncontoso.example' } });
    expect(rowOf('*Contoso* :tada:')).toMatchObject({
      text: { type: 'plain_text', text: '*Contoso* :tada:\ncontoso.example' },
    });
  });

  it('shows what would reorder it', () => {
    expect(visible('a\u202eb\u2066c\u200fd')).toBe('a\ufffdb\ufffdc\ufffdd');
    expect(visible('a\r\n b\u0000')).toBe('a b\ufffd');
  });
});

it('draws every element that a card can have', () => {
  const all: Card = {
    title: 'T',
    body: [
      { type: 'text', text: '', style: 'strong' },
      { type: 'notice', tone: 'good', text: 'n' },
      { type: 'link', text: 'Page', url: 'https://desk.example/a?b=1&c=2' },
      { type: 'divider' },
      { type: 'buttons', buttons: [{ label: 'Help', action: action('help') }] },
    ],
    buttons: Array.from({ length: 30 }, () => ({ label: 'Help', action: action('help') })),
    summary: 's',
  };
  expect(cardSchema.safeParse(adaptiveCard(all, voice)).error).toBeUndefined();
  expect(messageSchema.safeParse(slackMessage(all, voice)).error).toBeUndefined();
});

describe('what is said once', () => {
  it('a sign in Slack: the title leaves it to a notice that has it', () => {
    const shown = JSON.stringify(toSlackMessage(sample('refused by role'), english).blocks);
    expect(shown.split('⛔')).toHaveLength(2);
  });

  it('a title in a modal: the title bar or the head', () => {
    const { title, blocks } = modal({ type: 'unchanged', customer });
    expect(title.text).toBe('Nothing to change');
    expect(blocks.filter(({ type }) => type === 'header')).toEqual([]);
  });

  it('a field that moved: with the values of both, not among those that were asked for', () => {
    const shown = toText(sample('change in conflict'), english);
    expect(shown.split('City')).toHaveLength(2);
    expect(shown).toContain('Tacoma');
  });
});

describe('a text of several lines', () => {
  const fact = { label: 'Reason', value: 'One\r\n\n  Two <b>\u202e', lines: true as const };
  const facts: Card = { title: 'T', body: [{ type: 'facts', facts: [fact] }], buttons: [], summary: 'S' };

  it('keeps its lines in Slack', () => {
    const { blocks } = messageSchema.parse(slackMessage(facts, voice));
    expect(blocks[1]).toMatchObject({ fields: [{ text: '*Reason*\nOne\nTwo &lt;b&gt;\ufffd' }] });
  });

  it('keeps them in Teams', () => {
    const { body } = cardSchema.parse(adaptiveCard(facts, voice));
    expect(body[1]).toMatchObject({ facts: [{ value: 'One\n\nTwo \\<b>\ufffd' }] });
  });

  it('cannot break a line anywhere else', () => {
    const { blocks } = slackMessage(
      { ...facts, body: [{ type: 'facts', facts: [{ label: 'Name', value: 'a\nb' }] }] },
      voice,
    );
    expect(JSON.stringify(blocks)).toContain('*Name*\\na b');
  });
});
