import type { Card, Element, Fact } from '../card.js';
import { unreachable } from '../unreachable.js';
import type { Voice } from '../voice.js';
import { actionJson } from './actions.js';
import { inputJson } from './inputs.js';
import type { ColumnJson, ElementJson, TextBlockJson } from './schema.js';
import { type Pen, textBlock } from './text.js';

type Of<T extends Element['type']> = Extract<Element, { type: T }>;

/** One element of a card. Of `choices`, at most `choices` are shown and the rest is counted. */
export function elementJson(element: Element, pen: Pen, choices: number, voice: Voice): ElementJson[] {
  switch (element.type) {
    case 'text':
      return [textBlock(pen.write(element.text), textLooks[element.style ?? 'plain'])];
    case 'notice':
      return [{ type: 'Container', style: noticeStyles[element.tone], items: [textBlock(pen.write(element.text))] }];
    case 'heading':
      return [
        textBlock(pen.write(element.text), { weight: 'Bolder', size: 'Medium', spacing: 'Large', style: 'heading' }),
      ];
    case 'facts':
      return [factSet(element.facts, pen)];
    case 'differences':
      return element.rows.map((row, index) => difference(row, index === 0, pen));
    case 'drift':
      return element.rows.flatMap((row) => drift(row, element.labels, pen));
    case 'choices':
      return choiceRows(element, pen, choices);
    case 'list':
      return list(element, pen);
    case 'link':
      return [{ type: 'ActionSet', actions: [actionJson({ label: element.text, url: element.url }, pen)] }];
    case 'divider':
      return [{ type: 'Container', separator: true, items: [] }];
    case 'buttons':
      return [{ type: 'ActionSet', actions: element.buttons.map((button) => actionJson(button, pen)) }];
    case 'textInput':
    case 'dateInput':
    case 'choiceInput':
    case 'customerInput':
      return inputJson(element, pen, voice);
    default:
      return unreachable(element);
  }
}

const textLooks = { plain: {}, strong: { weight: 'Bolder' }, subtle: { isSubtle: true } } as const;
const noticeStyles = { info: 'accent', good: 'good', warning: 'warning', attention: 'attention' } as const;

/** Title and small print on a ground whose colour says how it stands. */
export function head(card: Card, pen: Pen): ElementJson {
  if (card.line) return textBlock(pen.write(card.title));
  const title = textBlock(pen.write(card.title), { size: 'Large', weight: 'Bolder', style: 'heading' });
  const items: TextBlockJson[] = [title];
  if (card.subtitle !== undefined) {
    items.push(textBlock(pen.write(card.subtitle), { size: 'Small', isSubtle: true, spacing: 'None' }));
  }
  const tone = card.tone === undefined || card.tone === 'neutral' ? 'emphasis' : card.tone;
  return { type: 'Container', style: tone, bleed: true, items };
}

function list({ title, lines }: Of<'list'>, pen: Pen): ElementJson[] {
  const text = lines.map((line) => `• ${pen.write(line)}`).join('\n\n');
  return [
    textBlock(pen.write(title), { weight: 'Bolder' }),
    ...(lines.length === 0 ? [] : [textBlock(text, { spacing: 'None' })]),
  ];
}

function factSet(facts: Fact[], pen: Pen): ElementJson {
  return {
    type: 'FactSet',
    facts: facts.map(({ label, value, lines }) => ({
      title: pen.write(label),
      value: lines ? pen.lines(value) : pen.write(value),
    })),
  };
}

const cell = (block: TextBlockJson): ColumnJson => ({ type: 'Column', width: 'stretch', items: [block] });

function difference(row: Of<'differences'>['rows'][number], first: boolean, pen: Pen): ElementJson {
  return {
    type: 'ColumnSet',
    spacing: first ? 'Medium' : 'Small',
    separator: true,
    columns: [
      cell(textBlock(pen.write(row.label), { weight: 'Bolder' })),
      cell(textBlock(pen.write(row.before), { isSubtle: true })),
      cell(textBlock(`→ ${pen.write(row.after)}`)),
    ],
  };
}

function drift(row: Of<'drift'>['rows'][number], labels: Of<'drift'>['labels'], pen: Pen): ElementJson[] {
  return [
    textBlock(pen.write(row.label), { weight: 'Bolder' }),
    factSet(
      [
        { label: labels.before, value: row.before },
        { label: labels.theirs, value: row.theirs },
        { label: labels.ours, value: row.ours },
      ],
      pen,
    ),
  ];
}

function choiceRows({ items, more }: Of<'choices'>, pen: Pen, most: number): ElementJson[] {
  const rows = items.slice(0, most).map((item): ElementJson => {
    const text = [textBlock(pen.write(item.title), { weight: 'Bolder' })];
    if (item.detail !== '') text.push(textBlock(pen.write(item.detail), { isSubtle: true, spacing: 'None' }));
    return {
      type: 'ColumnSet',
      separator: true,
      columns: [
        { type: 'Column', width: 'stretch', items: text },
        {
          type: 'Column',
          width: 'auto',
          verticalContentAlignment: 'Center',
          items: [{ type: 'ActionSet', actions: [actionJson(item.button, pen)] }],
        },
      ],
    };
  });
  const left = items.length - rows.length;
  return left > 0 ? [...rows, textBlock(more(left), { isSubtle: true })] : rows;
}
