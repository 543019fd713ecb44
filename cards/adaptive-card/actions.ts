import type { Button } from '../card.js';
import type { ActionJson } from './schema.js';
import type { Pen } from './text.js';

const styles = { primary: 'positive', danger: 'destructive' } as const;

/**
 * A button: Action.Execute, and for older clients an Action.Submit with the same data. Adaptive Cards cannot ask before they
 * act, so `confirm` is left out.
 */
export function actionJson(button: Button, pen: Pen): ActionJson {
  const common = {
    title: pen.plain(button.label),
    ...(button.tone === undefined ? {} : { style: styles[button.tone] }),
  };
  if (button.action === undefined) return { type: 'Action.OpenUrl', ...common, url: button.url ?? '' };
  const answering = {
    ...common,
    data: { pd: button.action },
    ...(button.ignoresInputs ? { associatedInputs: 'none' as const } : {}),
  };
  return {
    type: 'Action.Execute',
    verb: button.action.verb,
    ...answering,
    fallback: { type: 'Action.Submit', ...answering },
  };
}
