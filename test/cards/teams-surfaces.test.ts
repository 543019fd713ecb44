import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import type * as AdaptiveCards from 'adaptivecards';
import { MOST_BYTES, sizeOf } from '../../cards/adaptive-card/limits.js';
import { toAdaptiveCard, toTeamsDialog } from '../../cards/render.js';
import { toTeamsResults, toTeamsSuggestions } from '../../cards/teams-results.js';
import { opensForm } from '../../core/action.js';
import { customer } from './sample-data.js';
import { english, samples } from './samples.js';

// The package's ES module does not load in Node; its UMD build does.
const { AdaptiveCard, SerializationContext } = createRequire(import.meta.url)(
  'adaptivecards/dist/adaptivecards.min.js',
) as typeof AdaptiveCards;

const cases = Object.entries(samples).map(([name, answer]) => ({ name, answer }));

interface Press {
  type: string;
  data: { pd: { verb: Parameters<typeof opensForm>[0] }; msteams?: { type: string } };
}

/** Every button of a card, without what an old client would press instead. */
function buttonsIn(part: unknown): Press[] {
  if (Array.isArray(part)) return part.flatMap(buttonsIn);
  if (typeof part !== 'object' || part === null) return [];
  const { type, fallback: _, ...rest } = part as Record<string, unknown>;
  const below = Object.values(rest).flatMap(buttonsIn);
  return type === 'Action.Execute' || type === 'Action.Submit' ? [part as Press, ...below] : below;
}

function faultsOf(card: unknown): string[] {
  const parsing = new SerializationContext();
  new AdaptiveCard().parse(JSON.parse(JSON.stringify(card)) as object, parsing);
  return Array.from({ length: parsing.eventCount }, (_, index) => parsing.getEventAt(index).message);
}

describe('every answer as a dialog of Teams', () => {
  it.each(cases)('$name is a valid card whose buttons submit, under a title', ({ answer }) => {
    const { card, title } = toTeamsDialog(answer, english);
    expect(faultsOf(card)).toEqual([]);
    expect(sizeOf(card)).toBeLessThanOrEqual(MOST_BYTES);
    expect(title).not.toBe('');
    expect(title.length).toBeLessThanOrEqual(60);
    const strange = buttonsIn(card).filter(({ type, data }) => type !== 'Action.Submit' || data.msteams !== undefined);
    expect(strange).toEqual([]);
  });

  it('offers what the card in the chat offers', () => {
    const verbsOf = (card: unknown) => buttonsIn(card).map(({ data }) => data.pd);
    for (const { answer } of cases)
      expect(verbsOf(toTeamsDialog(answer, english).card)).toEqual(verbsOf(toAdaptiveCard(answer, english).card));
  });
});

describe('every answer as a card in a room of Teams', () => {
  it.each(cases)('$name opens dialogs for forms, and for nothing else', ({ answer }) => {
    const { card } = toAdaptiveCard(answer, { ...english, surface: 'room' });
    expect(faultsOf(card)).toEqual([]);
    for (const { type, data } of buttonsIn(card)) {
      expect(type).toBe(opensForm(data.pd.verb) ? 'Action.Submit' : 'Action.Execute');
      expect(data.msteams?.type).toBe(opensForm(data.pd.verb) ? 'task/fetch' : undefined);
    }
  });
});

describe('what a search of Teams shows', () => {
  const nasty = { ...customer, name: 'a\u202egnp.exe <b>&\n', domain: '<img src=x>&amp;.example' };

  it('is plain text without controls, the domain beside the name', () => {
    expect(toTeamsSuggestions([nasty, { ...customer, domain: '' }])).toEqual([
      { title: 'a\ufffdgnp.exe <b>& (<img src=x>&amp;.example)', value: customer.id },
      { title: customer.name, value: customer.id },
    ]);
  });

  it('has no markup of a customer in the text of a preview, which may have some', () => {
    const [result] = toTeamsResults([nasty]);
    expect(result?.preview.content.text).toBe('&lt;img src=x&gt;&amp;amp;.example');
    expect(result?.preview.content.tap).toEqual({
      type: 'invoke',
      value: { pd: { v: 1, verb: 'account', id: customer.id } },
    });
  });
});
