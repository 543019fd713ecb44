import type {
  ActionsBlockElement,
  ContextBlockElement,
  InputBlockElement,
  KnownBlock,
  SectionBlockAccessory,
} from '@slack/types';
import { byClient, h } from '../dom.js';
import {
  type Drawn,
  drawButton,
  drawChoices,
  drawDatePicker,
  drawSelect,
  drawTextInput,
  type Press,
} from './elements.js';
import { textOf } from './text.js';

/** What a press in a block names: the block, the element, its value, and the question to ask first. */
export type BlockPress = (blockId: string, ...press: Parameters<Press>) => void;

/** An input of a modal, ready to be read and marked. */
export interface DrawnInput {
  blockId: string;
  actionId: string;
  optional: boolean;
  /** Whether it stands in an input block, which alone can show an error. */
  block: HTMLElement | undefined;
  input: NonNullable<Drawn['input']>;
}

export interface DrawnBlocks {
  element: HTMLElement;
  inputs: DrawnInput[];
}

/** Draws blocks of a message or a modal. A block of a kind that is not known here says so. */
export function drawBlocks(blocks: KnownBlock[], press: BlockPress): DrawnBlocks {
  const inputs: DrawnInput[] = [];
  const drawn = blocks.map((block) => drawBlock(block, press, inputs));
  return { element: h('div', { class: 'sl-blocks' }, ...drawn), inputs };
}

function drawBlock(block: KnownBlock, press: BlockPress, inputs: DrawnInput[]): HTMLElement {
  const blockId = block.block_id ?? '';
  const pressHere: Press = (...facts) => press(blockId, ...facts);
  const place = (element: ActionsBlockElement | SectionBlockAccessory): HTMLElement => {
    const drawn = drawElement(element, pressHere, `${blockId} ${'action_id' in element ? element.action_id : ''}`);
    if (drawn?.input && 'action_id' in element)
      inputs.push({ blockId, actionId: element.action_id ?? '', optional: true, block: undefined, input: drawn.input });
    return drawn?.element ?? unknown(element.type);
  };
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- what the desk never sends says that it is unknown
  switch (block.type) {
    case 'header':
      return h('h3', { class: 'sl-header' }, block.text.text);
    case 'divider':
      return h('hr', { class: 'sl-divider' });
    case 'context':
      return h('div', { class: 'sl-context' }, ...block.elements.map(drawContext));
    case 'actions':
      return h('div', { class: 'sl-actions' }, ...block.elements.map(place));
    case 'section':
      return h(
        'div',
        { class: 'sl-section' },
        h(
          'div',
          { class: 'sl-section-text' },
          block.text && textOf(block.text, 'sl-text'),
          block.fields && h('div', { class: 'sl-fields' }, ...block.fields.map((field) => textOf(field, 'sl-text'))),
        ),
        block.accessory && h('div', { class: 'sl-accessory' }, place(block.accessory)),
      );
    case 'input': {
      const drawn = drawElement(block.element, block.dispatch_action ? pressHere : undefined, blockId);
      if (!drawn?.input) return unknown(block.element.type);
      const { control } = drawn.input;
      const actionId = block.element.action_id ?? '';
      control.id = `in-${blockId}-${actionId}`;
      const named = control.tagName === 'DIV';
      if (named) control.setAttribute('aria-label', block.label.text);
      const optional = block.optional && h('small', byClient, ' (optional)');
      const label = named
        ? h('div', { class: 'sl-label' }, block.label.text, optional)
        : h('label', { class: 'sl-label', attributes: { for: control.id } }, block.label.text, optional);
      const element = h(
        'div',
        { class: 'sl-input-block', attributes: { 'data-block': blockId } },
        label,
        drawn.element,
        block.hint && h('p', { class: 'sl-hint' }, block.hint.text),
      );
      inputs.push({ blockId, actionId, optional: block.optional ?? false, block: element, input: drawn.input });
      return element;
    }
    default:
      return unknown(block.type);
  }
}

function drawElement(
  element: ActionsBlockElement | SectionBlockAccessory | InputBlockElement,
  press: Press | undefined,
  name: string,
): Drawn | undefined {
  // oxlint-disable-next-line typescript/switch-exhaustiveness-check -- what the desk never sends says that it is unknown
  switch (element.type) {
    case 'button':
      return press && drawButton(element, press);
    case 'static_select':
      return drawSelect(element, press);
    case 'datepicker':
      return drawDatePicker(element, press);
    case 'radio_buttons':
    case 'checkboxes':
      return drawChoices(element, name, press);
    case 'plain_text_input':
    case 'email_text_input':
    case 'number_input':
    case 'url_text_input':
      return drawTextInput(element, press);
    default:
      return undefined;
  }
}

function drawContext(element: ContextBlockElement): HTMLElement {
  return element.type === 'image' ? h('span', {}, element.alt_text) : textOf(element, 'sl-text');
}

function unknown(type: string): HTMLElement {
  return h('p', { class: 'sl-unknown', ...byClient }, `(The sandbox cannot show “${type}”.)`);
}
