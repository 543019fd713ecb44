import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type * as AdaptiveCards from 'adaptivecards';
import { cardSchema } from '../../cards/adaptive-card/schema.js';
import { MOST_BYTES, sizeOf } from '../../cards/adaptive-card/limits.js';
import { messageSchema, modalSchema } from '../../cards/block-kit/schema.js';
import type { Context } from '../../cards/context.js';
import { toAdaptiveCard, toSlackMessage, toSlackModal, toText } from '../../cards/render.js';
import { english, samples } from './samples.js';

// The package's ES module does not load in Node; its UMD build does.
const { AdaptiveCard, SerializationContext } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.min.js',
) as typeof AdaptiveCards;

const contexts: Record<string, Context> = {
  'en-US': english,
  'an unknown locale and zone, 21Vianet': { locale: 'x!', timeZone: 'Mars/Olympus', cloud: '21vianet' },
  'en-GB, US Government': { locale: 'en_GB', cloud: 'us-government' },
};
const cases = Object.entries(samples).map(([name, answer]) => ({ name, answer }));

/** What may never reach a reader: a bidi control, a parameter that was not filled in, a key of the catalogue. */
const leaks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]|undefined|\[object|\{\{(?!DATE|customer)/;

describe.each(Object.entries(contexts))('every answer, for %s', (_, context) => {
  it.each(cases)('$name is a valid Adaptive Card within the limits of Teams', ({ answer }) => {
    const { card, summary } = toAdaptiveCard(answer, context);
    expect(cardSchema.safeParse(card).error).toBeUndefined();
    expect(sizeOf(card)).toBeLessThanOrEqual(MOST_BYTES);
    expect(summary).not.toBe('');
    const json = JSON.parse(JSON.stringify(card)) as Record<string, unknown>;
    const parsing = new SerializationContext();
    const parsed = new AdaptiveCard();
    parsed.parse(json, parsing);
    const events = Array.from({ length: parsing.eventCount }, (__, index) => parsing.getEventAt(index).message);
    expect(events).toEqual([]);
    // The library knows no list that asks for its choices (`choices.data`), and wants one of its own.
    const { validationEvents } = parsed.validateProperties();
    expect(validationEvents.filter(({ source }) => !JSON.stringify(source?.toJSON()).includes('choices.data'))).toEqual(
      [],
    );
  });

  it.each(cases)('$name is a valid Slack message', ({ answer }) => {
    expect(messageSchema.safeParse(toSlackMessage(answer, context)).error).toBeUndefined();
  });

  it.each(cases)('$name is a valid Slack modal, its choices among their options', ({ answer }) => {
    const view = toSlackModal(answer, context);
    const parsed = modalSchema.safeParse(view);
    expect(parsed.error).toBeUndefined();
    for (const block of parsed.data?.blocks ?? []) {
      if (block.type !== 'input' || !('initial_option' in block.element) || !block.element.initial_option) continue;
      const { element } = block;
      // Those options are asked for while somebody types.
      if (element.type === 'external_select') continue;
      const options =
        element.type === 'radio_buttons'
          ? element.options
          : (element.options ?? element.option_groups?.flatMap((group) => group.options));
      expect(options).toContainEqual(element.initial_option);
    }
  });

  it.each(cases)('$name reads as plain text', ({ answer }) => {
    expect(toText(answer, context)).not.toMatch(leaks);
  });
});

/** A card's JSON without what inputs hold: that stays as it came, else showing a form would change it. */
function withoutInputValues(json: unknown): string {
  return JSON.stringify(json, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part;
    const { type } = part as { type?: unknown };
    const isInput = typeof type === 'string' && /^Input\.|_input$/.test(type);
    return isInput ? { ...part, value: '', initial_value: '' } : part;
  });
}

it.each(cases)('$name shows no bidi control and no hole on any surface', ({ answer }) => {
  expect(withoutInputValues(toSlackMessage(answer, english))).not.toMatch(leaks);
  expect(withoutInputValues(toSlackModal(answer, english))).not.toMatch(leaks);
  expect(withoutInputValues(toAdaptiveCard(answer, english).card)).not.toMatch(leaks);
});
