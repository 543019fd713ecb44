import { z } from 'zod';

/**
 * A copy of an approval is kept up to date by the core, which revises every copy when the change moves on. So a press on
 * one is answered for the presser alone and the stored message is left to the core: two writers would race, and an older
 * state could cover the newer one. The mark travels in the data of the buttons, beside the action, from the copy to the
 * forms that its buttons open. Who forges it decides only whether a message in their own chat is changed.
 */
const markedSchema = z.looseObject({ copy: z.literal(true) });

/** The card, with the mark in the data of each of its buttons. */
export function markCopy(card: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(card).map(([key, value]) => [key, marked(value)]));
}

function marked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(marked);
  if (typeof value !== 'object' || value === null) return value;
  const record: Record<string, unknown> = { ...value };
  return Object.hasOwn(record, 'pd') ? { ...record, copy: true } : markCopy(record);
}

/** Whether the data of a button came from a copy. */
export const hasCopyMark = (data: unknown): boolean => markedSchema.safeParse(data).success;
