import type { Input } from '../card.js';
import type { Voice } from '../voice.js';
import type { ElementJson } from './schema.js';
import { type Pen, textBlock } from './text.js';

/** An input, its hint above and its error right under it. What was typed is never touched. */
export function inputJson(input: Input, pen: Pen, { t }: Voice): ElementJson[] {
  const common = {
    id: input.id,
    label: pen.plain(input.label),
    isRequired: input.required,
    errorMessage: t('errors.required'),
  };
  const look = { size: 'Small', spacing: 'Small' } as const;
  return [
    ...(input.hint === undefined ? [] : [textBlock(pen.write(input.hint), { ...look, isSubtle: true })]),
    input.type === 'textInput' ? text(input, common) : choice(input, common, pen),
    ...(input.error === undefined ? [] : [textBlock(pen.write(input.error), { ...look, color: 'Attention' })]),
  ];
}

type Common = { id: string; label: string; isRequired: boolean; errorMessage: string };
const styles = { text: undefined, email: 'Email', tel: 'Tel' } as const;

function text(input: Extract<Input, { type: 'textInput' }>, common: Common): ElementJson {
  const style = styles[input.style];
  return {
    type: 'Input.Text',
    ...common,
    value: input.value,
    ...(input.maxLength === undefined ? {} : { maxLength: input.maxLength }),
    ...(style === undefined ? {} : { style }),
  };
}

function choice(input: Extract<Input, { type: 'choiceInput' }>, common: Common, pen: Pen): ElementJson {
  // Titles of radio buttons are read as Markdown, those of a drop-down are not.
  const write = input.style === 'expanded' ? pen.write : pen.plain;
  return {
    type: 'Input.ChoiceSet',
    ...common,
    ...(input.options.some(({ value }) => value === input.value) ? { value: input.value } : {}),
    style: input.style,
    wrap: true,
    ...(input.placeholder === undefined ? {} : { placeholder: input.placeholder }),
    choices: input.options.map(({ value, title, detail }) => ({
      title: write(detail === undefined ? title : `${title}, ${detail}`),
      value,
    })),
  };
}
