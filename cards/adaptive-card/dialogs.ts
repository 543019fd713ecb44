import { opensForm } from '../../core/action.js';
import type { ActionJson, AdaptiveCardJson, SubmitJson } from './schema.js';

/**
 * Where a card is shown decides what its buttons do.
 *
 * - In somebody's own chat a form takes the place of the card, because it is theirs alone: it is still there after a reload, it
 *   can be filled in late when Partner Center is slow, and nobody has to finish it within the life of a dialog.
 * - In a room each sees a view of their own of a card that all share, and it is gone as soon as anybody else's deed changes that
 *   card, with everything that was typed. There a form opens as a dialog.
 */
type Draw = (action: ActionJson) => ActionJson | SubmitJson;

/** For a card in a room: what leads to a form opens it as a dialog, which only Action.Submit can. */
const openingDialog: Draw = (action) =>
  action.type === 'Action.Execute' && opensForm(action.data.pd.verb)
    ? { ...action.fallback, data: { ...action.data, msteams: { type: 'task/fetch' } } }
    : action;

/** Within a dialog Teams knows no Action.Execute. */
const submitting: Draw = (action) => (action.type === 'Action.Execute' ? action.fallback : action);

export const forRoom = (card: AdaptiveCardJson): Record<string, unknown> => redraw(card, openingDialog);
export const forDialog = (card: AdaptiveCardJson): Record<string, unknown> => redraw(card, submitting);

function redraw(card: AdaptiveCardJson, draw: Draw): Record<string, unknown> {
  const { body, actions, ...rest } = card;
  return {
    ...rest,
    body: body.map((element) => {
      if (element.type === 'ActionSet') return { ...element, actions: element.actions.map(draw) };
      if (element.type !== 'ColumnSet') return element;
      const columns = element.columns.map((column) => ({
        ...column,
        items: column.items.map((item) =>
          item.type === 'ActionSet' ? { ...item, actions: item.actions.map(draw) } : item,
        ),
      }));
      return { ...element, columns };
    }),
    ...(actions === undefined ? {} : { actions: actions.map(draw) }),
  };
}
