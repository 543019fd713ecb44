import type { ExternalSelect, Option } from '@slack/types';
import type { SlackOption } from '../../stand-in.js';
import { byClient, h } from '../dom.js';
import type { Drawn } from './elements.js';

/** Asks the app for the options of a field. */
export type Suggest = (actionId: string, text: string) => Promise<SlackOption[]>;

/** ms after the last letter before the app is asked, about as long as Slack waits. */
const PAUSE = 120;

let fields = 0;

/** A select whose options the app offers while somebody types (`external_select`): a combobox. */
export function drawSearch(element: ExternalSelect, suggest: Suggest): Drawn {
  fields += 1;
  const listId = `sl-options-${fields}`;
  let chosen: Option | undefined = element.initial_option;
  let asked = 0;
  let timer: number | undefined;
  const control = h('input', {
    class: 'sl-input',
    attributes: {
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      'aria-expanded': 'false',
      'aria-controls': listId,
    },
  });
  control.placeholder = element.placeholder?.text ?? '';
  control.value = chosen?.text.text ?? '';
  const list = h('div', { class: 'sl-options', id: listId, attributes: { role: 'listbox' } });
  const open = (on: boolean) => {
    list.hidden = !on;
    control.setAttribute('aria-expanded', String(on));
  };
  open(false);

  function choose(option: SlackOption): void {
    chosen = option;
    control.value = option.text.text;
    open(false);
    control.focus();
  }
  function show(options: SlackOption[]): void {
    const entries = options.map((option) =>
      h(
        'button',
        {
          class: 'sl-option',
          attributes: { type: 'button', role: 'option', tabindex: '-1', 'data-value': option.value },
          on: { click: () => choose(option) },
        },
        h('b', {}, option.text.text),
        option.description && h('small', {}, option.description.text),
      ),
    );
    list.replaceChildren(...(entries.length > 0 ? entries : [h('p', { class: 'sl-hint', ...byClient }, 'No results')]));
    open(true);
  }
  /** Only the answer to the latest question is shown. */
  async function ask(): Promise<void> {
    asked += 1;
    const question = asked;
    const options = await suggest(element.action_id ?? '', control.value).catch(() => []);
    if (question === asked && document.activeElement === control) show(options);
  }
  control.addEventListener('focus', () => {
    // What was just chosen does not open the list again.
    if (chosen === undefined) void ask();
  });
  control.addEventListener('input', () => {
    chosen = undefined;
    window.clearTimeout(timer);
    timer = window.setTimeout(() => void ask(), PAUSE);
  });
  const field = h('div', { class: 'sl-search' }, control, list);
  field.addEventListener('keydown', (event) => {
    if (list.hidden) return;
    const options = [...list.querySelectorAll<HTMLElement>('.sl-option')];
    const at = options.indexOf(document.activeElement as HTMLElement);
    if (event.key === 'ArrowDown') options[Math.min(at + 1, options.length - 1)]?.focus();
    else if (event.key === 'ArrowUp') (options[at - 1] ?? control).focus();
    else if (event.key === 'Escape') open(false);
    else if (event.key === 'Enter' && at < 0 && options[0]) options[0].click();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  field.addEventListener('focusout', ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && field.contains(relatedTarget))) open(false);
  });
  return {
    element: field,
    input: {
      control,
      state: () => ({ type: element.type, selected_option: chosen ?? null }),
      raw: () => (chosen === undefined ? '' : JSON.stringify(chosen)),
      restore(raw) {
        chosen = raw === '' ? undefined : (JSON.parse(raw) as Option);
        control.value = chosen?.text.text ?? '';
      },
    },
  };
}
