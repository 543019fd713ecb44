import { type Action, action } from '../../core/action.js';

/** Throws a draft away. */
export const discardOf = (change: { id: string; version: number }): Action =>
  action('discard', change.id, change.version);
