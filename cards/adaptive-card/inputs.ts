import type { Input } from '../card.js';
import { isDay } from '../values.js';
import { clip } from '../visible.js';
import type { Voice } from '../voice.js';
import type { ElementJson } from './schema.js';
import { type Pen, textBlock } from './text.js';

/** An input, its error right under it, then its hint. What was typed is never touched. */
export function inputJson(input: Input, pen: Pen, { t }: Voice): ElementJson[] {
  const common = {
    id: input.id,
    label: pen.plain(input.label),
    isRequired: input.required,
    errorMessage: t('errors.required'),
  };
  const look = { size: 'Small', spacing: 'Small' } as const;
  return [
    inputElement(input, common, pen),
    ...(input.error === undefined ? [] : [textBlock(pen.write(input.error), { ...look, color: 'Attention' })]),
    ...(input.hint === undefined ? [] : [textBlock(pen.write(input.hint), { ...look, isSubtle: true })]),
  ];
}

/** No field of Partner Center takes more, and nine of them still fit into a card. In UTF-16 units. */
const LONGEST_VALUE = 500;

/** More options than these are found by typing: a plain menu of Teams can only be scrolled. */
const LONGEST_MENU = 12;

type Common = { id: string; label: string; isRequired: boolean; errorMessage: string };
const styles = { text: undefined, email: 'Email', tel: 'Tel', multiline: undefined } as const;

function inputElement(input: Input, common: Common, pen: Pen): ElementJson {
  if (input.type === 'textInput') return text(input, common);
  if (input.type === 'choiceInput') return choice(input, common, pen);
  if (input.type === 'customerInput') return customer(input, common, pen);
  return { type: 'Input.Date', ...common, ...(isDay(input.value) ? { value: input.value } : {}) };
}

function text(input: Extract<Input, { type: 'textInput' }>, common: Common): ElementJson {
  const style = styles[input.style];
  return {
    type: 'Input.Text',
    ...common,
    // Up to its limit nothing that was typed is touched; far beyond it, the card would not be shown at all.
    value: clip(input.value, Math.max(input.maxLength ?? 0, LONGEST_VALUE)),
    ...(input.maxLength === undefined ? {} : { maxLength: input.maxLength }),
    ...(style === undefined ? {} : { style }),
    ...(input.style === 'multiline' ? { isMultiline: true as const } : {}),
  };
}

function choice(input: Extract<Input, { type: 'choiceInput' }>, common: Common, pen: Pen): ElementJson {
  // Titles of radio buttons are read as Markdown, those of a drop-down are not.
  const write = input.style === 'expanded' ? pen.write : pen.plain;
  return {
    type: 'Input.ChoiceSet',
    ...common,
    ...(input.options.some(({ value }) => value === input.value) ? { value: input.value } : {}),
    style: input.style === 'compact' && input.options.length > LONGEST_MENU ? 'filtered' : input.style,
    wrap: true,
    ...(input.placeholder === undefined ? {} : { placeholder: input.placeholder }),
    choices: input.options.map(({ value, title, detail }) => ({
      title: write(detail === undefined ? title : `${title}, ${detail}`),
      value,
    })),
  };
}

/** A list that asks for its choices while somebody types (`application/search`, dataset `customers`). */
function customer(input: Extract<Input, { type: 'customerInput' }>, common: Common, pen: Pen): ElementJson {
  const { value, placeholder } = input;
  return {
    type: 'Input.ChoiceSet',
    ...common,
    ...(value === undefined ? {} : { value: value.id }),
    style: 'filtered',
    wrap: true,
    placeholder,
    choices: value === undefined ? [] : [{ title: pen.plain(value.name), value: value.id }],
    'choices.data': { type: 'Data.Query', dataset: 'customers' },
  };
}
