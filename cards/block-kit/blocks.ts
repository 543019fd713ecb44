import type { KnownBlock } from '@slack/types';
import type { Card, Element } from '../card.js';
import { unreachable } from '../unreachable.js';
import type { Voice } from '../voice.js';
import { buttonJson, buttonRows } from './buttons.js';
import { inputBlocks } from './inputs.js';
import { clip, visible, visibleLines } from '../visible.js';
import { escaped, limits, plain } from './limits.js';
import { labelled, strong } from './text.js';

const signs = { info: 'ℹ️', good: '✅', warning: '⚠️', attention: '⛔' } as const;
const headSigns = { neutral: '', good: '✅ ', warning: '⚠️ ', attention: '⛔ ' } as const;

/**
 * The blocks of a card between its head and its buttons, at most `room` of them. Only a list to choose from can be longer:
 * it is shortened, and says by how much.
 */
export function bodyBlocks(card: Card, room: number, voice: Voice): KnownBlock[] {
  const version = card.form?.action.version;
  const draw = (elements: Element[], choices: number) =>
    elements.flatMap((element) => elementBlocks(element, choices, version, voice));
  const others = card.body.filter(({ type }) => type !== 'choices');
  const lists = card.body.length - others.length;
  // One block of each list's share says how many more there are.
  const choices = lists === 0 ? 0 : Math.max(1, Math.floor((room - draw(others, 0).length) / lists) - 1);
  const blocks = draw(card.body, choices);
  if (blocks.length <= room) return blocks;
  const more = voice.t('more', { count: blocks.length - room + 1 });
  return [...blocks.slice(0, room - 1), context(more)];
}

/** Title and small print. Where a notice has the sign already, the title does without. */
export function headBlocks(card: Card): KnownBlock[] {
  const tone = card.tone ?? 'neutral';
  if (card.line) return [{ type: 'section', text: plain(headSigns[tone] + card.title, limits.sectionText) }];
  const said = card.body.some((element) => element.type === 'notice' && element.tone === tone);
  return [
    { type: 'header', text: plain((said ? '' : headSigns[tone]) + card.title, limits.header) },
    ...(card.subtitle === undefined ? [] : [context(card.subtitle)]),
  ];
}

function elementBlocks(element: Element, choices: number, version: number | undefined, voice: Voice): KnownBlock[] {
  switch (element.type) {
    case 'text':
      return [textBlock(element)];
    case 'notice':
      return [{ type: 'section', text: plain(`${signs[element.tone]} ${element.text}`, limits.sectionText) }];
    case 'heading':
      return [{ type: 'section', text: strong(element.text) }];
    case 'facts':
      return fieldSections(
        element.facts.map(({ label, value, lines }) => labelled(label, value, limits.fieldText, lines)),
      );
    case 'differences':
      return element.rows.map((row) => ({ type: 'section', text: difference(row) }));
    case 'drift':
      return element.rows.flatMap((row) => driftBlocks(row, element.labels));
    case 'choices':
      return choiceBlocks(element, choices);
    case 'list':
      return listBlocks(element);
    case 'link':
      return buttonRows([{ label: element.text, url: element.url }]);
    case 'divider':
      return [{ type: 'divider' }];
    case 'buttons':
      return buttonRows(element.buttons);
    case 'textInput':
    case 'dateInput':
    case 'choiceInput':
    case 'customerInput':
      return inputBlocks(element, version, voice);
    default:
      return unreachable(element);
  }
}

const context = (text: string): KnownBlock => ({ type: 'context', elements: [plain(text, limits.contextText)] });

function textBlock({ text, style }: Extract<Element, { type: 'text' }>): KnownBlock {
  if (style === 'subtle') return context(text);
  return { type: 'section', text: style === 'strong' ? strong(text) : plain(text, limits.sectionText) };
}

function fieldSections(fields: ReturnType<typeof labelled>[]): KnownBlock[] {
  const sections: KnownBlock[] = [];
  for (let from = 0; from < fields.length; from += limits.fields) {
    sections.push({ type: 'section', fields: fields.slice(from, from + limits.fields) });
  }
  return sections;
}

/** As many sections as the lines need, so that none of them is left out. */
function listBlocks({ title, lines }: Extract<Element, { type: 'list' }>): KnownBlock[] {
  const head = clip(title, limits.listTitle);
  const parts: string[][] = [[]];
  let length = 0;
  for (const line of lines) {
    const shown = `• ${clip(visible(line), limits.listLine)}`;
    const more = escaped(shown, Infinity).length + 1;
    if (length > 0 && length + more > limits.sectionText - 2 * limits.listTitle) {
      parts.push([]);
      length = 0;
    }
    length += more;
    parts.at(-1)?.push(shown);
  }
  return parts.map((part, index): KnownBlock => {
    const whole = part.join('\n');
    const text =
      index === 0 ? labelled(head, whole, limits.sectionText, true) : plain(whole, limits.sectionText, visibleLines);
    return { type: 'section', text };
  });
}

/** Both values share the room of a section, so that neither pushes the other out. */
function difference({ label, before, after }: Extract<Element, { type: 'differences' }>['rows'][number]) {
  const half = Math.floor((limits.sectionText - 300) / 2);
  return labelled(label, `${plain(before, half).text} → ${plain(after, half).text}`, limits.sectionText);
}

function driftBlocks(
  row: Extract<Element, { type: 'drift' }>['rows'][number],
  labels: Extract<Element, { type: 'drift' }>['labels'],
): KnownBlock[] {
  return [
    { type: 'section', text: strong(row.label) },
    {
      type: 'section',
      fields: [
        labelled(labels.before, row.before),
        labelled(labels.theirs, row.theirs),
        labelled(labels.ours, row.ours),
      ],
    },
  ];
}

function choiceBlocks({ items, more }: Extract<Element, { type: 'choices' }>, most: number): KnownBlock[] {
  const shown = items.length <= most + 1 ? items : items.slice(0, most);
  const blocks = shown.map(
    ({ title, detail, button }, index): KnownBlock => ({
      type: 'section',
      text: detail === '' ? strong(title) : labelled(title, detail, limits.sectionText),
      accessory: buttonJson(button, index),
    }),
  );
  return shown.length === items.length ? blocks : [...blocks, context(more(items.length - shown.length))];
}
