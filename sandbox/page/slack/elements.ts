import type {
  Button,
  Checkboxes,
  ConfirmationDialog,
  Datepicker,
  EmailInput,
  NumberInput,
  Option,
  PlainTextInput,
  RadioButtons,
  StaticSelect,
  URLInput,
} from '@slack/types';
import { byClient, h } from '../dom.js';
import { mrkdwn } from './mrkdwn.js';

/** An interactive element on the page. */
export interface Drawn {
  element: HTMLElement;
  /** Absent for buttons, which have no state. */
  input?: {
    /** Gets the focus; has the label and the error. */
    control: HTMLElement;
    /** As in `view.state.values`. */
    state(): Record<string, unknown>;
    raw(): string;
    restore(raw: string): void;
  };
}

/** Called when an element is pressed or chosen. */
export type Press = (actionId: string, value: string | undefined, confirm: ConfirmationDialog | undefined) => void;

type TextInput = PlainTextInput | EmailInput | NumberInput | URLInput;

export function drawButton(button: Button, press: Press): Drawn {
  const tone = button.style === 'primary' ? ' primary' : button.style === 'danger' ? ' danger' : '';
  const onClick = () => {
    if (button.url && /^https?:\/\//i.test(button.url)) window.open(button.url, '_blank', 'noopener');
    press(button.action_id ?? '', button.value, button.confirm);
  };
  const attributes = { type: 'button', 'aria-label': button.accessibility_label, 'data-action': button.action_id };
  return { element: h('button', { class: `sl-button${tone}`, attributes, on: { click: onClick } }, button.text.text) };
}

const textTypes = {
  plain_text_input: 'text',
  email_text_input: 'email',
  number_input: 'number',
  url_text_input: 'url',
};

export function drawTextInput(element: TextInput, press: Press | undefined): Drawn {
  const multiline = element.type === 'plain_text_input' && element.multiline;
  const control = multiline
    ? h('textarea', { class: 'sl-input', attributes: { rows: '3' } })
    : h('input', { class: 'sl-input', attributes: { type: textTypes[element.type], autocomplete: 'off' } });
  control.value = element.initial_value ?? '';
  control.placeholder = element.placeholder?.text ?? '';
  if ('max_length' in element && element.max_length) control.maxLength = element.max_length;
  if (press) control.addEventListener('change', () => press(element.action_id ?? '', control.value, undefined));
  return {
    element: control,
    input: {
      control,
      state: () => ({ type: element.type, value: control.value === '' ? null : control.value }),
      raw: () => control.value,
      restore: (raw) => {
        control.value = raw;
      },
    },
  };
}

const entry = (option: Option) => h('option', { attributes: { value: option.value ?? '' } }, option.text.text);

export function drawSelect(element: StaticSelect, press: Press | undefined): Drawn {
  const groups = element.option_groups ?? [];
  const options = [...(element.options ?? []), ...groups.flatMap((group) => group.options)];
  const control = h(
    'select',
    { class: 'sl-input' },
    h(
      'option',
      { attributes: { ...(element.placeholder ? {} : byClient.attributes), value: '' } },
      element.placeholder?.text ?? 'Select an option',
    ),
    ...(element.options ?? []).map(entry),
    ...groups.map((group) => h('optgroup', { attributes: { label: group.label.text } }, ...group.options.map(entry))),
  );
  control.value = element.initial_option?.value ?? '';
  if (press) control.addEventListener('change', () => press(element.action_id ?? '', control.value, element.confirm));
  return {
    element: h('div', { class: 'sl-select' }, control),
    input: {
      control,
      state: () => ({ type: element.type, selected_option: options.find((o) => o.value === control.value) ?? null }),
      raw: () => control.value,
      restore: (raw) => {
        control.value = raw;
      },
    },
  };
}

/** A day of the calendar, yyyy-mm-dd. */
export function drawDatePicker(element: Datepicker, press: Press | undefined): Drawn {
  const control = h('input', { class: 'sl-input sl-date', attributes: { type: 'date' } });
  control.value = element.initial_date ?? '';
  if (press) control.addEventListener('change', () => press(element.action_id ?? '', control.value, element.confirm));
  return {
    element: control,
    input: {
      control,
      state: () => ({ type: element.type, selected_date: control.value === '' ? null : control.value }),
      raw: () => control.value,
      restore: (raw) => {
        control.value = raw;
      },
    },
  };
}

/** Radio buttons and checkboxes. */
export function drawChoices(element: RadioButtons | Checkboxes, name: string, press: Press | undefined): Drawn {
  const radio = element.type === 'radio_buttons';
  const initial = radio ? [element.initial_option] : (element.initial_options ?? []);
  const boxes = element.options.map((option) => {
    const box = h('input', { attributes: { type: radio ? 'radio' : 'checkbox', name, value: option.value ?? '' } });
    box.checked = initial.some((chosen) => chosen?.value === option.value);
    if (press) box.addEventListener('change', () => press(element.action_id ?? '', option.value, element.confirm));
    return { box, option };
  });
  const chosen = () => boxes.filter(({ box }) => box.checked).map(({ option }) => option);
  const group = h(
    'div',
    { class: 'sl-choices', attributes: { role: radio ? 'radiogroup' : 'group', tabindex: '-1' } },
    ...boxes.map(({ box, option }) => {
      const more = option.description && h('small', {}, option.description.text);
      const words = option.text.type === 'mrkdwn' ? mrkdwn(option.text.text) : option.text.text;
      return h('label', {}, box, h('span', {}, words, more));
    }),
  );
  return {
    element: group,
    input: {
      control: group,
      state: () =>
        radio
          ? { type: element.type, selected_option: chosen()[0] ?? null }
          : { type: element.type, selected_options: chosen() },
      raw: () => JSON.stringify(chosen().map((option) => option.value)),
      restore: (raw) => {
        const values = JSON.parse(raw) as unknown[];
        for (const { box, option } of boxes) box.checked = values.includes(option.value);
      },
    },
  };
}
