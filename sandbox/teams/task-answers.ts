import { isRecord } from './http.js';

const CARD = 'application/vnd.microsoft.card.adaptive';
const UNREACHABLE = 'Unable to reach app. Please try again.';

/** What the client does with the bot's answer to an invoke that opens or submits a dialog. */
export type Task = { title: string; card: unknown } | { text: string } | { closed: true } | { error: string };

/**
 * Reads the answer to `task/fetch`, `task/submit` and their like of message extensions
 * (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots).
 *
 * @param status HTTP status, 0 for no answer in time
 */
export function readTask(status: number, answer: unknown): Task {
  if (status !== 200) return { error: UNREACHABLE };
  const task = isRecord(answer) ? answer['task'] : undefined;
  if (!isRecord(task)) return { closed: true };
  const { type, value } = task;
  if (type === 'message' && typeof value === 'string') return { text: value };
  if (type !== 'continue' || !isRecord(value) || typeof value['title'] !== 'string') return { error: UNREACHABLE };
  const { title, card } = value;
  if (!isRecord(card) || card['contentType'] !== CARD || !isRecord(card['content'])) return { error: UNREACHABLE };
  return { title, card: card['content'] };
}

/** What the client shows of the answer to a search of the message extension. */
export interface Results {
  /** `value`: what choosing it sends. */
  items: { title: string; text: string; value: unknown }[];
  /** Instead of results. */
  message?: string;
}

/** Reads the answer to `composeExtension/query`. */
export function readResults(status: number, answer: unknown): Results {
  const extension = status === 200 && isRecord(answer) ? answer['composeExtension'] : undefined;
  if (!isRecord(extension)) return { items: [], message: UNREACHABLE };
  if (extension['type'] === 'message') return { items: [], message: String(extension['text']) };
  const items = attachmentsOf(extension).flatMap(({ preview }) => {
    const content = isRecord(preview) ? preview['content'] : undefined;
    if (!isRecord(content) || !isRecord(content['tap'])) return [];
    return [{ title: String(content['title']), text: String(content['text']), value: content['tap']['value'] }];
  });
  return { items };
}

/** The card that an answer to `composeExtension/selectItem` puts into the message; undefined when there is none. */
export function readChosen(status: number, answer: unknown): unknown {
  const extension = status === 200 && isRecord(answer) ? answer['composeExtension'] : undefined;
  const [first] = isRecord(extension) ? attachmentsOf(extension) : [];
  return first?.['contentType'] === CARD && isRecord(first['content']) ? first['content'] : undefined;
}

/** What a field of a card offers, out of the answer to `application/search`. Teams shows 15 at most. */
export function readSuggestions(status: number, answer: unknown): { title: string; value: string }[] {
  const value = status === 200 && isRecord(answer) ? answer['value'] : undefined;
  const results = isRecord(value) && Array.isArray(value['results']) ? (value['results'] as unknown[]) : [];
  return results.slice(0, 15).flatMap((one) => {
    if (!isRecord(one) || typeof one['title'] !== 'string' || typeof one['value'] !== 'string') return [];
    return [{ title: one['title'], value: one['value'] }];
  });
}

const attachmentsOf = (extension: Record<string, unknown>): Record<string, unknown>[] =>
  Array.isArray(extension['attachments']) ? (extension['attachments'] as unknown[]).filter(isRecord) : [];
