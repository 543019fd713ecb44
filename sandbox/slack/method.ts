import type { Json, Workspace } from './workspace.js';

/** `{ ok: true, … }` or `{ ok: false, error }`, as the Web API answers with HTTP 200. */
export type Reply = Json & { ok: boolean };

/** A method of the Web API: takes the arguments as they came, form fields already decoded. */
export type Method = (args: Json, workspace: Workspace) => Reply;

export const refuse = (error: string, messages?: string[]): Reply => ({
  ok: false,
  error,
  ...(messages ? { response_metadata: { messages } } : {}),
});

/** The value of a string argument, empty when it is missing. */
export function text(args: Json, name: string): string {
  const value = args[name];
  return typeof value === 'string' ? value : '';
}

/** An argument that is true or false: JSON, or a word of a form. */
export const flag = (args: Json, name: string): boolean => args[name] === true || args[name] === 'true';
