import { readTeamsData } from '../../cards/read.js';
import { action } from '../../core/action.js';
import {
  executeSchema,
  fetchTaskSchema,
  querySchema,
  searchSchema,
  type TeamsActivity,
  taskSchema,
} from './activity.js';
import { hasCopyMark } from './copy-mark.js';
import { findCommand, messageCommand } from './extension-commands.js';
import type { Heard } from './inbound.js';
import { textOfMessage } from './message-text.js';

/** A drop-down of Teams shows so many (learn.microsoft.com, "typeahead search in Adaptive Cards"). */
const MOST_SUGGESTED = 15;
/** A list of the message extension shows so many at once. */
const MOST_LISTED = 25;

/** What the `Data.Query` of our cards asks for. */
const CUSTOMERS = 'customers';

/** What an invoke asks for. An invoke that the desk does not know is `unsupported`. */
export function hearInvoke(activity: TeamsActivity): Heard {
  const { value } = activity;
  switch (activity.name) {
    case 'adaptiveCard/action':
      return hearExecute(value);
    case 'task/fetch':
    case 'task/submit':
    case 'composeExtension/submitAction':
      return hearDialog(value);
    case 'application/search':
      return hearSearch(value);
    case 'composeExtension/query':
      return hearQuery(value);
    case 'composeExtension/selectItem':
      return hearChoice(value);
    case 'composeExtension/fetchTask':
      return hearMessageAction(value);
    default:
      return { kind: 'unsupported' };
  }
}

/** Searches of the message extension: answered with results. */
export const isSearch = ({ type, name }: TeamsActivity): boolean =>
  type === 'invoke' && (name === 'composeExtension/query' || name === 'composeExtension/selectItem');

/** What is answered with a dialog. */
export const isDialog = ({ type, name = '' }: TeamsActivity): boolean =>
  type === 'invoke' &&
  ['task/fetch', 'task/submit', 'composeExtension/fetchTask', 'composeExtension/submitAction'].includes(name);

function hearExecute(value: unknown): Heard {
  const execute = executeSchema.safeParse(value);
  const submitted = execute.success ? readTeamsData(execute.data.action.data) : undefined;
  if (!execute.success || !submitted) return { kind: 'broken', shown: 'card' };
  const automatic = execute.data.trigger === 'automatic';
  // Nobody pressed anything: a card of ours asks how it stands, and no more may come of it.
  if (automatic && submitted.action.verb !== 'change') return { kind: 'broken', shown: 'card' };
  return {
    kind: 'invoke',
    act: { type: 'action', ...submitted, ...(automatic ? { automatic } : {}) },
    copy: hasCopyMark(execute.data.action.data),
  };
}

/** A button that opens a dialog, or one within it. */
function hearDialog(value: unknown): Heard {
  const task = taskSchema.safeParse(value);
  const submitted = task.success ? readTeamsData(task.data.data) : undefined;
  return submitted ? { kind: 'dialog', act: { type: 'action', ...submitted } } : { kind: 'broken', shown: 'dialog' };
}

function hearSearch(value: unknown): Heard {
  const search = searchSchema.safeParse(value);
  if (!search.success || search.data.dataset !== CUSTOMERS) return { kind: 'broken', shown: 'suggestions' };
  const { queryText, queryOptions } = search.data;
  return { kind: 'typing', text: queryText, most: Math.min(queryOptions?.top ?? MOST_SUGGESTED, MOST_SUGGESTED) };
}

function hearQuery(value: unknown): Heard {
  const query = querySchema.safeParse(value);
  if (!query.success || query.data.commandId !== findCommand.id) return { kind: 'broken', shown: 'results' };
  const { parameters = [], queryOptions } = query.data;
  const text = parameters.find(({ name }) => name === findCommand.parameter)?.value ?? '';
  return { kind: 'query', text, most: Math.min(queryOptions?.count ?? MOST_LISTED, MOST_LISTED) };
}

/** One of the results was chosen: it comes back as the action that its card will offer. */
function hearChoice(value: unknown): Heard {
  const chosen = readTeamsData(value)?.action;
  return chosen?.verb === 'account' && chosen.id !== undefined
    ? { kind: 'choice', customer: chosen.id }
    : { kind: 'broken', shown: 'results' };
}

function hearMessageAction(value: unknown): Heard {
  const fetched = fetchTaskSchema.safeParse(value);
  if (!fetched.success || fetched.data.commandId !== messageCommand.id) return { kind: 'broken', shown: 'dialog' };
  const values = { text: textOfMessage(fetched.data.messagePayload) };
  return { kind: 'dialog', act: { type: 'action', action: action('findIn', 'update'), values } };
}
