import type * as Library from 'adaptivecards';
import { h } from '../dom.js';

/** Asks for what a field offers. */
export type Suggest = (dataset: string, text: string) => Promise<{ title: string; value: string }[]>;

/** ms after the last letter; Teams waits for a pause too. */
const PAUSE_MS = 150;

/** The card with fixed choices in the place of those that are asked for: the library's own field for them has no list to open. */
export const withFixedChoices = (payload: unknown): unknown =>
  JSON.parse(JSON.stringify(payload, (key, value: unknown) => (key === 'choices.data' ? undefined : value)));

/**
 * The fields of a card that ask for their choices while somebody types: their choices are exchanged as they come.
 *
 * @param payload the card as it came
 */
export function animateSearch(
  payload: unknown,
  inputs: Library.ChoiceSetInput[],
  makeChoice: (title: string, value: string) => Library.Choice,
  suggest: Suggest,
): void {
  const datasets = datasetsIn(payload);
  for (const input of inputs) {
    const dataset = datasets.get(input.id ?? '');
    const box = input.renderedElement?.querySelector('input');
    if (dataset === undefined || !box?.list) continue;
    const { list } = box;
    let timer: number | undefined;
    let asked = '';
    const ask = async (text: string) => {
      asked = text;
      const found = await suggest(dataset, text);
      // What was typed meanwhile is asked for by itself.
      if (asked !== text) return;
      input.choices = found.map(({ title, value }) => makeChoice(title, value));
      list.replaceChildren(...found.map(({ title }) => h('option', { attributes: { value: title } })));
    };
    box.addEventListener('input', () => {
      window.clearTimeout(timer);
      // One of the list was taken.
      if (input.choices.some(({ title }) => title === box.value)) return;
      timer = window.setTimeout(() => void ask(box.value), PAUSE_MS);
    });
    box.addEventListener('focus', () => void ask(box.value), { once: true });
  }
}

/** The data set of each input that searches, by the input's id. */
function datasetsIn(payload: unknown, found = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(payload)) for (const one of payload) datasetsIn(one, found);
  else if (typeof payload === 'object' && payload !== null) {
    const { id, 'choices.data': data, ...rest } = payload as Record<string, unknown>;
    const dataset = (data as { dataset?: unknown } | undefined)?.dataset;
    if (typeof id === 'string' && typeof dataset === 'string') found.set(id, dataset);
    for (const value of Object.values(rest)) datasetsIn(value, found);
  }
  return found;
}
