import type { FieldError } from '../failure.js';

/** Longest reason, in UTF-16 units; fits every card. */
const LONGEST_REASON = 500;

/** Control characters but tabs and line breaks: nobody types them, and PostgreSQL keeps no NUL in a text. */
const unprintable = /(?![\t\n\r])\p{Cc}/u;

/**
 * What is wrong with the reason for a request or a decision. A longer one is not cut: what is kept is what was said.
 *
 * @param reason without blanks at its ends
 */
export function reasonErrors(reason: string, { required }: { required: boolean }): FieldError[] {
  if (reason === '') return required ? [{ path: 'reason', rule: 'required', params: {} }] : [];
  if (unprintable.test(reason)) return [{ path: 'reason', rule: 'control', params: {} }];
  if (reason.length > LONGEST_REASON) return [{ path: 'reason', rule: 'tooLong', params: { max: LONGEST_REASON } }];
  return [];
}
