import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { MOST_BYTES, sizeOf } from '../../cards/adaptive-card/limits.js';
import { cardSchema } from '../../cards/adaptive-card/schema.js';
import { messageSchema, modalSchema } from '../../cards/block-kit/schema.js';
import { toAdaptiveCard, toNotification, toSlackMessage, toSlackModal, toText } from '../../cards/render.js';
import { visible } from '../../cards/visible.js';
import type { Answer } from '../../core/answer.js';
import { createLog } from '../canary/output.js';
import { english, samples } from './samples.js';

const CANARY = 'kanarienvogel';

/** What customers, colleagues and records may be called. */
const hostile = [
  '<!channel>',
  '<!here|x> <!subteam^S1>',
  '<@U1>',
  '<#C1|general>',
  '<http://evil.example|Contoso>',
  '[Contoso](http://evil.example)',
  '![x](http://evil.example/x.png)',
  '<at>Everyone</at>',
  '{{DATE(2026-01-01T00:00:00Z,SHORT)}}',
  '{{TIME(x)}} ${name} {{name}} $t(refused.title)',
  '*bold* _it_ ~no~ `code` :smile: \\',
  '&lt;!channel&gt; &amp;',
  '# Head\n> quote\n- list\n1. one\n| a | b |',
  'a\u202egnp.exe\u2066x\u2069',
  'Con\u200btoso\u2060\ufeff\u00ad',
  'Con\u200dtoso \u200cLtd',
  'a\u0000b\u0007\u001b[31mred\u001b[0m\u0085',
  'half \ud83d and \udc00 half',
  '\u{e0041}\u{e0042}hidden',
  'line\r\n{"level":60,"msg":"forged"}\u2028next',
  CANARY.repeat(3_000),
];

/** Members that hold what people, Partner Center or chats wrote; all others are words of our own, ids and codes. */
const free =
  /^(name|domain|before|after|theirs|ours|text|query|person|requester|by|said|onBehalfOf|userName|email|city|region|state|street|addressLine\d|companyName|firstName|middleName|lastName|phoneNumber|postalCode|askedBy)$/u;

/** An answer whose every free text is another one. */
function poisoned<T>(part: T, write: (before: string) => string, key = ''): T {
  if (typeof part === 'string') return (free.test(key) && part !== 'on' && part !== 'off' ? write(part) : part) as T;
  if (Array.isArray(part)) return part.map((one: unknown) => poisoned(one, write, key)) as T;
  if (typeof part !== 'object' || part === null) return part;
  // A permission is on or off.
  if ('path' in part && String(part.path).startsWith('permission.')) return part;
  // What a form's fields hold is theirs too, but only a text field may hold anything.
  const texts = 'kind' in part && 'path' in part && (part as { kind: unknown }).kind === 'text';
  return Object.fromEntries(
    Object.entries(part).map(([name, value]) => [
      name,
      texts && name === 'value' && typeof value === 'string' ? write(value) : poisoned(value as unknown, write, name),
    ]),
  ) as T;
}

/** Reorders, hides, or cannot be shown. Joiners are looked at apart: some scripts need them. */
const disguises =
  /[\p{Cs}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u{e0041}\u{e0042}]|(?!\n)\p{Cc}/u;

/** Every string of a JSON, with the member it stands in, without what inputs hold. */
function textsOf(
  json: unknown,
  within: Record<string, unknown> = {},
  key = '',
): { key: string; text: string; within: Record<string, unknown> }[] {
  if (typeof json === 'string') return [{ key, text: json, within }];
  if (Array.isArray(json)) return json.flatMap((one) => textsOf(one, within, key));
  if (typeof json !== 'object' || json === null) return [];
  const input = /^Input\.(Text|Date)|_input$/u.test(String((json as { type?: unknown }).type));
  return Object.entries(json).flatMap(([name, value]) =>
    input && /^(value|initial_value)$/u.test(name) ? [] : textsOf(value, json as Record<string, unknown>, name),
  );
}

/** Texts that ping, link or disguise in Slack. */
function harmfulInSlack(json: unknown): string[] {
  return textsOf(json).flatMap(({ key, text, within }) => {
    // The text beside the blocks is read as mrkdwn too.
    const markup = key === 'text' && within['type'] !== 'plain_text' && /[<>]|&(?!(?:amp|lt|gt);)/u.test(text);
    const linked = within['type'] === 'mrkdwn' && within['verbatim'] !== true;
    return markup || linked || disguises.test(text) ? [text] : [];
  });
}

/** Texts that link, ping, compute or disguise in Teams. */
function harmfulInTeams(json: unknown): string[] {
  return textsOf(json).flatMap(({ key, text, within }) => {
    const markdown = (key === 'text' && within['type'] === 'TextBlock') || (key === 'value' && 'title' in within);
    const harmful = markdown && /[[\]`<*]|\{\{(?!DATE\(\d)/u.test(text.replace(/\\[\s\S]/gu, ''));
    return harmful || disguises.test(text) ? [text] : [];
  });
}

const cases = Object.entries(samples).map(([name, answer]) => ({ name, answer }));

function expectHarmless(answer: Answer): void {
  const message = toSlackMessage(answer, english);
  const modal = toSlackModal(answer, english);
  const { card, summary } = toAdaptiveCard(answer, english);
  const lines = [summary, toNotification(answer, english), ...toText(answer, english).split('\n')];
  const harmful = [
    ...harmfulInSlack(message),
    ...harmfulInSlack(modal),
    ...harmfulInTeams(card),
    ...lines.filter((line) => disguises.test(line)),
  ];
  expect(harmful).toEqual([]);
  expect(messageSchema.safeParse(message).error).toBeUndefined();
  expect(modalSchema.safeParse(modal).error).toBeUndefined();
  expect(cardSchema.safeParse(card).error).toBeUndefined();
  expect(sizeOf(card)).toBeLessThanOrEqual(MOST_BYTES);
}

describe('a text that somebody else wrote', () => {
  it('stands in nearly every answer that names anything', () => {
    const reached = cases.filter(({ answer }) => {
      const { card } = toAdaptiveCard(
        poisoned(answer, () => CANARY),
        english,
      );
      return JSON.stringify(card).includes(CANARY);
    });
    expect(reached.length).toBeGreaterThan(cases.length / 2);
  });

  it.each(cases)('pings, links and disguises nothing: $name', ({ answer }) => {
    for (const text of hostile) expectHarmless(poisoned(answer, () => text));
  });

  it('does so in no mixture of these', () => {
    const piece = fc.oneof(fc.constantFrom(...hostile.slice(0, -1)), fc.string({ unit: 'binary', maxLength: 20 }));
    const wild = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(fc.constantFrom(...cases), wild, ({ answer }, text) => expectHarmless(poisoned(answer, () => text))),
      { numRuns: 300 },
    );
  });
});

describe('what is shown of a text', () => {
  it.each([
    ['Persian with joiners', 'می\u200cخواهم'],
    ['Hindi with joiners', 'क्\u200dष'],
    ['a family', '👩\u200d👩\u200d👧'],
    ['a heart on fire', '❤\ufe0f\u200d🔥'],
    ['the flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['accents of their own', 'e\u0301'],
    ['Chinese', '微软（中国）有限公司'],
  ])('is whole where the script wants it: %s', (_what, text) => {
    expect(visible(text)).toBe(text);
  });

  it.each([
    ['Con\u200dtoso', 'Con\ufffdtoso'],
    ['Con\u200btoso', 'Con\ufffdtoso'],
    ['a\ud83db', 'a\ufffdb'],
    ['x\u{e0041}', 'x\ufffd'],
  ])('shows where something was hidden: %j', (text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});

describe('a text in the log', () => {
  it('stays one line of JSON, whatever it holds', () => {
    const lines: string[] = [];
    const log = createLog('info', { write: (line) => void lines.push(line) });
    for (const text of hostile) {
      log.info({ code: text }, 'a line');
      log.error({ err: new Error(text) }, 'a line');
    }
    expect(lines).toHaveLength(2 * hostile.length);
    for (const line of lines) {
      expect(line.trimEnd()).not.toMatch(/[\p{Cc}\u2028\u2029\u202e]/u);
      expect(JSON.parse(line)).toMatchObject({ msg: 'a line' });
      expect(line.length).toBeLessThan(20_000);
    }
  });
});
