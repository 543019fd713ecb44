import { describe, expect, it } from '@jest/globals';
import type { Answer } from '../../core/answer.js';
import { MOST_BYTES, sizeOf } from '../../cards/adaptive-card/limits.js';
import { messageSchema } from '../../cards/block-kit/schema.js';
import type { Card, Element } from '../../cards/card.js';
import { toAdaptiveCard, toSlackMessage } from '../../cards/render.js';
import { screen } from '../../cards/screens/index.js';
import { voiceFor } from '../../cards/voice.js';
import { digest, elsewhere, manyNews, noticeView, permissionNotice } from './news-samples.js';
import { english } from './samples.js';
import { report } from './watch-samples.js';

const show = (answer: Answer): Card => screen(answer, voiceFor(english));
const words = (shown: Card) => JSON.stringify(shown.body).replaceAll('\u202f', ' ');
function of<T extends Element['type']>(shown: Card, type: T): Extract<Element, { type: T }>[] {
  return shown.body.filter((element): element is Extract<Element, { type: T }> => element.type === type);
}

describe('a digest', () => {
  it('has one line for each piece of news, under its customer', () => {
    const lists = of(show(digest([noticeView(), elsewhere(), permissionNotice('awaiting')])), 'list');
    expect(lists).toHaveLength(1);
    expect(lists[0]?.title).toBe('Contoso (UK) Ltd.');
    expect(lists[0]?.lines.map((text) => text.replaceAll('\u202f', ' '))).toEqual([
      'City: Seattle → Redmond · Sofia Marín · Nov 20, 2026, 6:05 PM',
      'City: Seattle → Redmond · in Partner Center · Nov 20, 2026, 6:05 PM',
      'Azure reservations: Off → On · awaits approval · Sofia Marín · Nov 20, 2026, 6:05 PM',
    ]);
  });

  it.each([
    ['hour', 'Notices come hourly here.'],
    ['day', 'Notices come once a day here.'],
    ['quiet', 'quiet hours.'],
    ['unreachable', 'while this conversation could not be reached.'],
  ] as const)('says why it comes now: %s', (because, text) => {
    expect(words(show(digest([noticeView()], { because })))).toContain(text);
  });

  it.each([1, 7, 200])(
    'of 200 pieces of %i customers shows what fits on both platforms, and counts the rest',
    (count) => {
      const answer = digest(manyNews(200, count), { more: 100 });
      const shown = show(answer);
      const lines = of(shown, 'list').flatMap((list) => list.lines);
      expect(shown.title).toBe('Digest: 300 changes');
      expect(lines.length).toBeGreaterThan(30);
      expect(of(shown, 'text').at(-1)?.text).toBe(`… and ${300 - lines.length} more`);
      const { blocks } = messageSchema.parse(toSlackMessage(answer, english));
      const { card: json } = toAdaptiveCard(answer, english);
      expect(sizeOf(json)).toBeLessThanOrEqual(MOST_BYTES);
      for (const drawn of [JSON.stringify(blocks), JSON.stringify(json)]) {
        expect(drawn.split('• ')).toHaveLength(lines.length + 1);
        expect(drawn).toContain(`… and ${300 - lines.length} more`);
      }
    },
  );

  it('names whom it is about in its notification', () => {
    expect(show(digest(manyNews(2, 2))).summary).toBe('Digest: 2 changes · Contoso 0 · Contoso 1');
    expect(show(digest(manyNews(9, 9))).summary).toMatch(/Contoso 2 · …$/u);
  });

  it('has a place for news of nobody', () => {
    const { customer: _, ...nobody } = elsewhere({ differences: [] });
    const [list] = of(show(digest([nobody])), 'list');
    expect(list?.title).toBe('Customers that Partner Center does not name');
    expect(list?.lines[0]).toMatch(/^Somebody changed billing information of a customer in Partner Center · Nov/u);
  });
});

describe('a delivery report', () => {
  it('shows of 2,000 places some of every state, those that failed first, and counts the rest', () => {
    const lists = of(show(report(2000)), 'list');
    expect(lists.map(({ title }) => title)).toEqual([
      'Failed: 400',
      'Place gone: 400',
      'Under way: 400',
      'Held back for a digest: 400',
      'Delivered: 400',
      'In other places, whose names you may not know',
    ]);
    expect(lists[0]?.lines.at(-1)).toBe('… and 393 more');
    expect(lists[1]?.lines[0]).toBe('#channel-4 (Slack) · That channel is archived. · code is_archived');
    expect(lists[4]?.lines[0]).toMatch(/^#channel-0 \(Slack\) · Nov 20, 2026/u);
    expect(lists[5]?.lines).toEqual(['Failed: 1', 'Delivered: 1,200']);
  });

  it('lists a few places all, whatever their states', () => {
    const lists = of(show(report(30)), 'list').slice(0, 5);
    expect(lists.flatMap(({ lines }) => lines)).toHaveLength(30);
    expect(words(show(report(30)))).not.toContain('more');
  });

  it('says so when no place was to hear of it', () => {
    expect(words(show(report(0)))).toContain('No place was to hear of it.');
  });
});
