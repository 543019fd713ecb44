import type { ModalView } from '@slack/types';
import type { SlackScene, SlackState } from '../../stand-in.js';
import { byClient, byDesk, h } from '../dom.js';
import { type BlockPress, type DrawnInput, drawBlocks } from './blocks.js';
import { check } from './check.js';

type Scene = NonNullable<SlackScene['modal']>;

export interface ModalEvents {
  submit(view: string, state: SlackState): Promise<void>;
  press(view: string, state: SlackState, ...press: Parameters<BlockPress>): void;
  close(view: string): void;
}

export interface Modal {
  show(scene: Scene | undefined): void;
}

const keyOf = (input: DrawnInput) => `${input.blockId} ${input.actionId}`;

/** The modal over the Slack pane. A new version of a view keeps what was typed in inputs whose ids stayed the same. */
export function createModal(root: HTMLElement, events: ModalEvents): Modal {
  let drawnAs = '';
  let inputs: DrawnInput[] = [];
  let cover: HTMLElement | undefined;
  let before: Element | null = null;
  /** By view id: a view that lies under another one gets its values back when it surfaces. */
  const typed = new Map<string, Map<string, string>>();
  let openId = '';

  const remember = () => {
    if (openId) typed.set(openId, new Map(inputs.map((item) => [keyOf(item), item.input.raw()])));
  };
  const state = (): SlackState => {
    const values: SlackState = {};
    for (const item of inputs) (values[item.blockId] ??= {})[item.actionId] = item.input.state();
    return values;
  };
  const hide = () => {
    cover?.remove();
    cover = undefined;
    inputs = [];
    openId = drawnAs = '';
    typed.clear();
    if (before instanceof HTMLElement) before.focus();
  };

  function draw(scene: Scene): void {
    const view = scene.view as ModalView;
    const focused = inputs.find((item) => item.input.control.contains(document.activeElement));
    const sameView = openId === scene.id;
    const scroll = sameView ? (cover?.querySelector('.modal-body')?.scrollTop ?? 0) : 0;
    remember();
    if (!cover) before = document.activeElement;
    openId = scene.id;

    const body = drawBlocks(view.blocks as Parameters<typeof drawBlocks>[0], (...press) =>
      events.press(scene.id, state(), ...press),
    );
    inputs = body.inputs;
    for (const item of inputs) {
      const raw = typed.get(scene.id)?.get(keyOf(item));
      if (raw !== undefined) item.input.restore(raw);
      mark(item, scene.errors[item.blockId], 'desk');
      // What was wrong is being mended.
      item.input.control.addEventListener('input', () => mark(item, undefined, 'client'));
    }
    const next = frame(scene, view, body.element);
    if (cover) cover.replaceWith(next);
    else root.append(next);
    cover = next;
    const wrong = inputs.find((item) => scene.errors[item.blockId]);
    const again = focused && sameView ? inputs.find((item) => keyOf(item) === keyOf(focused)) : undefined;
    const target = wrong ?? again ?? inputs[0];
    const bodyElement = next.querySelector('.modal-body');
    if (bodyElement) bodyElement.scrollTop = scroll;
    (target?.input.control ?? next.querySelector<HTMLElement>('.modal'))?.focus();
    // With the sentence below it, which the focus alone would leave out of sight.
    wrong?.block?.scrollIntoView({ block: 'center' });
  }

  function frame(scene: Scene, view: ModalView, body: HTMLElement): HTMLElement {
    const close = () => events.close(scene.id);
    const submit = () => {
      const wrong = check(inputs);
      for (const item of inputs) mark(item, wrong.get(item), 'client');
      const first = [...wrong.keys()][0];
      if (first) {
        first.input.control.focus();
        return first.block?.scrollIntoView({ block: 'center' });
      }
      busy(true);
      void events.submit(scene.id, state()).finally(() => busy(false));
    };
    const send =
      view.submit &&
      h(
        'button',
        { class: 'sl-button primary', attributes: { ...byDesk.attributes, type: 'submit', 'data-role': 'submit' } },
        view.submit.text,
      );
    const busy = (on: boolean) => {
      if (send) send.disabled = on;
      form.classList.toggle('busy', on);
    };
    const form = h(
      'form',
      {
        class: 'modal',
        attributes: {
          role: 'dialog',
          'aria-modal': 'true',
          'aria-label': view.title.text,
          tabindex: '-1',
          novalidate: '',
        },
        on: {
          submit: (event) => {
            event.preventDefault();
            if (!send?.disabled) submit();
          },
        },
      },
      h(
        'header',
        { class: 'modal-head' },
        h('h3', byDesk, view.title.text),
        h(
          'button',
          {
            class: 'modal-x',
            attributes: { ...byClient.attributes, type: 'button', 'aria-label': 'Close' },
            on: { click: close },
          },
          '×',
        ),
      ),
      h('div', { class: 'modal-body', ...byDesk }, body),
      h(
        'footer',
        { class: 'modal-foot' },
        h(
          'button',
          {
            class: 'sl-button',
            attributes: { ...(view.close ? byDesk : byClient).attributes, type: 'button', 'data-role': 'close' },
            on: { click: close },
          },
          view.close?.text ?? 'Close',
        ),
        send,
      ),
    );
    busy(scene.busy);
    const outer = h('div', { class: cover ? 'cover' : 'cover opening' }, form);
    outer.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close();
      if (event.key === 'Tab') stayInside(event, form);
    });
    return outer;
  }

  return {
    show(scene) {
      if (!scene) {
        if (cover) hide();
        return;
      }
      const json = JSON.stringify(scene);
      if (json === drawnAs) return;
      draw(scene);
      drawnAs = json;
    },
  };
}

/** Shows or clears the sentence under an input, which is the desk's or Slack's own. */
function mark(item: DrawnInput, error: string | undefined, whose: 'desk' | 'client'): void {
  const { control } = item.input;
  item.block?.querySelector('.sl-error')?.remove();
  item.block?.classList.toggle('wrong', error !== undefined);
  control.setAttribute('aria-invalid', String(error !== undefined));
  if (error === undefined) return control.removeAttribute('aria-describedby');
  const id = `${control.id}-error`;
  control.setAttribute('aria-describedby', id);
  const attributes = { ...(whose === 'desk' ? byDesk : byClient).attributes, role: 'alert' };
  item.block?.append(h('p', { class: 'sl-error', id, attributes }, error));
}

/** Tab goes round within the dialog. */
function stayInside(event: KeyboardEvent, form: HTMLElement): void {
  const stops = [...form.querySelectorAll<HTMLElement>('button, input, select, textarea, a[href]')].filter(
    (stop) => !stop.hasAttribute('disabled'),
  );
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  const next = event.shiftKey ? stops.at(-1) : stops[0];
  if (document.activeElement !== edge && document.activeElement !== form) return;
  event.preventDefault();
  next?.focus();
}
