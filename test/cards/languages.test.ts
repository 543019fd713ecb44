import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type * as AdaptiveCards from 'adaptivecards';
import { cardSchema } from '../../cards/adaptive-card/schema.js';
import { MOST_BYTES, sizeOf } from '../../cards/adaptive-card/limits.js';
import { messageSchema, modalSchema } from '../../cards/block-kit/schema.js';
import type { Context } from '../../cards/context.js';
import { addLanguage, catalogueOf, languages } from '../../cards/languages.js';
import { toAdaptiveCard, toSlackMessage, toSlackModal, toText } from '../../cards/render.js';
import { localizationFiles, teamsTexts } from '../../manifest/teams-texts.js';
import { LONGER, longerCatalogue } from './longer-language.js';
import { samples } from './samples.js';

// The package's ES module does not load in Node; its UMD build does.
const { AdaptiveCard, SerializationContext } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.min.js',
) as typeof AdaptiveCards;

addLanguage(LONGER, longerCatalogue(catalogueOf('en')));

const cases = Object.entries(samples).map(([name, answer]) => ({ name, answer }));
const clouds = ['global', 'us-government', '21vianet'] as const;
// English is looked at in surfaces.test.ts.
const contexts = languages
  .filter((language) => language !== 'en')
  .map((locale, index): Context => ({ locale, timeZone: 'Asia/Shanghai', cloud: clouds[index % 3] ?? 'global' }));

/** A key of the catalogue, a hole, or a value that was none. */
const leaks = /undefined|\[object|\{\{|\b(?:buttons|errors|fields|help|language|notice|watch|doctor|states)\.[a-z]\w*/;

describe.each(contexts)('every answer in $locale ($cloud)', (context) => {
  it.each(cases)('$name is valid on both platforms, within their limits, and shows no key', ({ name, answer }) => {
    const { card, summary } = toAdaptiveCard(answer, context);
    expect(cardSchema.safeParse(card).error).toBeUndefined();
    expect(sizeOf(card)).toBeLessThanOrEqual(MOST_BYTES);
    expect(summary).not.toBe('');
    const parsing = new SerializationContext();
    new AdaptiveCard().parse(JSON.parse(JSON.stringify(card)) as Record<string, unknown>, parsing);
    expect(parsing.eventCount).toBe(0);
    const message = toSlackMessage(answer, context);
    expect(messageSchema.safeParse(message).error).toBeUndefined();
    const modal = toSlackModal(answer, context);
    expect(modalSchema.safeParse(modal).error).toBeUndefined();
    // Samples with such data in them are there to show that data stays data.
    if (!name.includes('{{')) expect(toText(answer, context)).not.toMatch(leaks);
  });

  it('cuts no title and no button of a Slack modal short', () => {
    const short = cases.flatMap(({ answer }) => {
      const { title, submit, close } = toSlackModal(answer, context);
      return [title, submit, close].flatMap((part) => (part?.text.endsWith('…') === true ? [part.text] : []));
    });
    // "Approve…" and the like open another form, and end so in every language.
    const { buttons, working } = catalogueOf(context.locale);
    const whole = new Set([...Object.values(buttons), working.title]);
    expect([...new Set(short)].filter((text) => !whole.has(text))).toEqual([]);
  });

  it('has words for the menus of Teams that fit', () => {
    for (const cloud of ['global', 'us-government', '21vianet'] as const) {
      const { name, description, commands } = teamsTexts(context.locale, cloud);
      expect(name.full.length).toBeLessThanOrEqual(100);
      expect(description.short.length).toBeLessThanOrEqual(80);
      expect(description.full.length).toBeLessThanOrEqual(4000);
      expect(commands.filter((one) => one.title.length > 32 || one.description.length > 128)).toEqual([]);
    }
    expect(Object.keys(localizationFiles('1.22', 'global'))).toHaveLength(languages.length - 1);
  });
});
