import { isRecord } from './http.js';

/** What the client does with the bot's answer to Action.Execute. */
export type Shown = { card: unknown } | { text: string } | { error: string } | { nothing: true };

const UNREACHABLE = 'Unable to reach app. Please try again.';
const WRONG = 'Something went wrong. Please try again.';

/**
 * Reads the answer to an `adaptiveCard/action` invoke as the Teams client does: anything but HTTP 200 is an app out of
 * reach, and the code inside the body decides the rest
 * (learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model).
 *
 * @param status HTTP status, 0 for no answer in time
 */
export function readInvokeAnswer(status: number, answer: unknown): Shown {
  if (status !== 200) return { error: UNREACHABLE };
  if (!isRecord(answer) || typeof answer['statusCode'] !== 'number') return { error: WRONG };
  const { statusCode, type, value } = answer;
  if (statusCode === 200 && type === 'application/vnd.microsoft.card.adaptive')
    return isRecord(value) && value['type'] === 'AdaptiveCard' ? { card: value } : { error: WRONG };
  if (statusCode === 200 && type === 'application/vnd.microsoft.activity.message')
    return typeof value === 'string' ? { text: value } : { error: WRONG };
  if (type === 'application/vnd.microsoft.error' && isRecord(value) && typeof value['message'] === 'string')
    return { error: value['message'] };
  return { error: WRONG };
}
