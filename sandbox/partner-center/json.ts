import type { JsonObject, JsonValue } from '../../core/partner/partner-center.js';

/** Whether a value is a JSON object, and not a list or null. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Names as Partner Center keeps them: its clients send PascalCase (`DefaultAddress`), it answers camelCase. Members
 * that are null are dropped, as it does.
 */
export function normalize(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(normalize);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([name, member]) => [name.charAt(0).toLowerCase() + name.slice(1), normalize(member)]),
  );
}

/** The text at a dotted path, trimmed; undefined when absent, null, empty or no text. */
export function textAt(value: JsonObject, path: string): string | undefined {
  let at: JsonValue | undefined = value;
  for (const name of path.split('.')) at = isObject(at) ? at[name] : undefined;
  return typeof at === 'string' && at.trim() !== '' ? at : undefined;
}

/** Sets a value at a dotted path; null removes the member. */
export function setAt(value: JsonObject, path: string, member: JsonValue): void {
  const names = path.split('.');
  const last = names.pop() as string;
  let at = value;
  for (const name of names) {
    const inner = at[name];
    const next: JsonObject = isObject(inner) ? inner : {};
    at[name] = next;
    at = next;
  }
  if (member === null) delete at[last];
  else at[last] = member;
}

export interface FieldChange {
  path: string;
  before: JsonValue;
  after: JsonValue;
}

function flatten(value: JsonObject, prefix = ''): [string, JsonValue][] {
  return Object.entries(value).flatMap(([name, member]): [string, JsonValue][] =>
    isObject(member) ? flatten(member, `${prefix}${name}.`) : [[`${prefix}${name}`, member]],
  );
}

/** What differs between two resources, by path; absent counts as null, inside lists too. */
export function difference(before: JsonObject, after: JsonObject): FieldChange[] {
  const old = new Map(flatten(normalize(before) as JsonObject));
  const fresh = new Map(flatten(normalize(after) as JsonObject));
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .sort()
    .map((path) => ({ path, before: old.get(path) ?? null, after: fresh.get(path) ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}
