import type { MrkdwnElement, PlainTextElement } from '@slack/types';
import { h } from '../dom.js';
import { mrkdwn } from './mrkdwn.js';

export type Text = MrkdwnElement | PlainTextElement;

/** A text object, plain or formatted, in an element of its own. */
export function textOf(text: Text, className: string): HTMLElement {
  return h('div', { class: className }, text.type === 'mrkdwn' ? mrkdwn(text.text) : text.text);
}
