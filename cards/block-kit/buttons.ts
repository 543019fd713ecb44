import type { ActionsBlock, Button as SlackButton, ConfirmationDialog } from '@slack/types';
import type { Button } from '../card.js';
import { limits, plain } from './limits.js';

const styles = { primary: 'primary', danger: 'danger' } as const;

/** A button; its value is the action as JSON. `index` makes its id unique within the block. */
export function buttonJson(button: Button, index: number): SlackButton {
  return {
    type: 'button',
    action_id: `${button.action?.verb ?? 'open'}:${index}`,
    text: plain(button.label, limits.buttonText),
    ...(button.action === undefined ? {} : { value: JSON.stringify(button.action) }),
    ...(button.url === undefined ? {} : { url: button.url }),
    ...(button.tone === undefined ? {} : { style: styles[button.tone] }),
    ...(button.confirm === undefined ? {} : { confirm: confirmJson(button.confirm) }),
  };
}

/** Rows of buttons. */
export function buttonRows(buttons: Button[]): ActionsBlock[] {
  const rows: ActionsBlock[] = [];
  for (let from = 0; from < buttons.length; from += limits.actions) {
    rows.push({ type: 'actions', elements: buttons.slice(from, from + limits.actions).map(buttonJson) });
  }
  return rows;
}

function confirmJson({ title, text, yes, no }: NonNullable<Button['confirm']>): ConfirmationDialog {
  return {
    title: plain(title, limits.confirm.title),
    text: plain(text, limits.confirm.text),
    confirm: plain(yes, limits.confirm.button),
    deny: plain(no, limits.confirm.button),
  };
}
