import type { ConsoleCharacter } from '../console/state.js';
import { avatar, byId, h } from './dom.js';

/**
 * The row of people at the top: a radio group, one of them is you in both chats.
 *
 * @param onPick called with the id of whoever was chosen
 */
export function drawPicker(people: ConsoleCharacter[], as: string, onPick: (id: string) => void): void {
  const pick = (id: string, focus: boolean) => {
    onPick(id);
    if (focus) byId('people').querySelector<HTMLElement>('[aria-checked="true"]')?.focus();
  };
  const step = (event: KeyboardEvent, index: number) => {
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = people[(index + by + people.length) % people.length];
    if (next) pick(next.id, true);
  };
  byId('people').replaceChildren(
    ...people.map((person, index) => {
      const chosen = person.id === as;
      return h(
        'button',
        {
          class: 'person',
          attributes: {
            type: 'button',
            role: 'radio',
            'aria-checked': String(chosen),
            tabindex: chosen ? '0' : '-1',
            'data-person': person.id,
          },
          on: { click: () => pick(person.id, true), keydown: (event) => step(event, index) },
        },
        avatar(person.name, false),
        h('span', { class: 'person-words' }, h('b', {}, person.name), h('small', {}, person.title)),
      );
    }),
  );
}

/** What the desk had told each of them when they were looked at last. */
const heard = new Map<string, number>();

/** Puts a dot at everybody whom the desk has told something since. */
export function markNews(people: ConsoleCharacter[], as: string): void {
  for (const { id, name, told } of people) {
    const before = heard.get(id);
    if (before === undefined || id === as) heard.set(id, told);
    const news = told > (heard.get(id) ?? 0);
    const button = byId('people').querySelector<HTMLElement>(`[data-person="${CSS.escape(id)}"]`);
    button?.classList.toggle('news', news);
    if (button) button.title = news ? `The desk has written to ${name}` : '';
  }
}
