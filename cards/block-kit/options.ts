import type { ExternalSelect, PlainTextOption, RadioButtons, StaticSelect } from '@slack/types';
import type { CustomerRef } from '../../core/views.js';
import type { Input } from '../card.js';
import { limits, plain } from './limits.js';

type Choice = Extract<Input, { type: 'choiceInput' }>;
type Group = { label: ReturnType<typeof plain>; options: PlainTextOption[] };

/** The drawn options of a list: long ones (countries, states) are shared by every form in a language and drawn once. */
const drawn = new WeakMap<Choice['options'], PlainTextOption[]>();

/** A choice, and how many of its options Slack could not take. */
export function choiceElement(input: Choice): { element: StaticSelect | RadioButtons; leftOut: number } {
  const all = optionsJson(input.options);
  const options = all.slice(0, limits.options * limits.optionGroups);
  // Slack wants the initial option to be exactly one of the options.
  const initial = options.find(({ value }) => value === input.value);
  const common = { action_id: input.id, ...(initial === undefined ? {} : { initial_option: initial }) };
  const leftOut = input.options.length - options.length;
  if (input.style === 'expanded' && options.length <= limits.radioOptions) {
    return { element: { type: 'radio_buttons', ...common, options }, leftOut };
  }
  return {
    element: {
      type: 'static_select',
      ...common,
      ...(options.length <= limits.options ? { options } : { option_groups: groupsOf(options) }),
      ...(input.placeholder === undefined ? {} : { placeholder: plain(input.placeholder, limits.placeholder) }),
    },
    leftOut,
  };
}

/** A field that asks for its options while somebody types, and when it is opened: Slack would wait for three letters. */
export function customerElement(input: Extract<Input, { type: 'customerInput' }>): ExternalSelect {
  const { id, placeholder, value } = input;
  return {
    type: 'external_select',
    action_id: id,
    min_query_length: 0,
    placeholder: plain(placeholder, limits.placeholder),
    ...(value === undefined ? {} : { initial_option: customerOption(value) }),
  };
}

/** A customer to choose: the name, under it the domain, which tells two of one name apart. */
export function customerOption({ id, name, domain }: CustomerRef): PlainTextOption {
  return {
    text: plain(name, limits.optionText),
    value: id,
    ...(domain === '' ? {} : { description: plain(domain, limits.optionText) }),
  };
}

function optionsJson(options: Choice['options']): PlainTextOption[] {
  let made = drawn.get(options);
  if (made === undefined) {
    made = options
      .filter(({ value }) => value.length <= limits.optionValue)
      .map(({ value, title, detail }) => ({
        text: plain(title, limits.optionText),
        value,
        ...(detail === undefined ? {} : { description: plain(detail, limits.optionText) }),
      }));
    drawn.set(options, made);
  }
  return made;
}

/** Groups by first letter; where a script has too many of those, groups of a hundred named by their first and last. */
function groupsOf(options: PlainTextOption[]): Group[] {
  const letters = new Map<string, PlainTextOption[]>();
  for (const option of options) {
    const letter = (/[\p{L}\p{N}]/u.exec(option.text.text.normalize('NFKD'))?.[0] ?? '#').toUpperCase();
    const group = letters.get(letter);
    if (group === undefined) letters.set(letter, [option]);
    else group.push(option);
  }
  const fits =
    letters.size <= limits.optionGroups && [...letters.values()].every((group) => group.length <= limits.options);
  if (fits) return [...letters].map(([letter, group]) => ({ label: plain(letter, limits.optionText), options: group }));
  const groups: Group[] = [];
  for (let from = 0; from < options.length; from += limits.options) {
    const group = options.slice(from, from + limits.options);
    const label = `${group[0]?.text.text.slice(0, 30) ?? ''} – ${group.at(-1)?.text.text.slice(0, 30) ?? ''}`;
    groups.push({ label: plain(label, limits.optionText), options: group });
  }
  return groups;
}
