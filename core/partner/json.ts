import type { JsonObject, JsonValue } from './partner-center.js';

/** Text of a body, parsed; `undefined` for an empty body and for what is no JSON. A byte order mark in front is dropped. */
export function parseJson(text: string): JsonValue | undefined {
  // Partner Center has been seen to begin bodies with U+FEFF, which JSON.parse refuses.
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (body.trim() === '') return undefined;
  try {
    return JSON.parse(body) as JsonValue;
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The name that an object really uses for a member. Answers are camelCase, requests in the documentation PascalCase, so
 * names are compared without case; the exact name wins where both exist.
 */
export function memberName(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const wanted = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === wanted);
}

/** A member by name, without case; `undefined` when there is none or when `value` is no object. */
export function member(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (!isObject(value)) return undefined;
  const key = memberName(value, name);
  return key === undefined ? undefined : value[key];
}

/** A member as text: strings as they are, numbers in digits; anything else is `undefined`. */
export function textMember(value: JsonValue | undefined, name: string): string | undefined {
  const found = member(value, name);
  if (typeof found === 'string') return found;
  return typeof found === 'number' ? String(found) : undefined;
}

/** A copy of the object in which the given names are spelt as given; other members keep their names. */
export function withNames(value: unknown, names: readonly string[]): unknown {
  if (!isObject(value)) return value;
  const copy: Record<string, JsonValue> = { ...value };
  for (const name of names) {
    const key = memberName(value, name);
    const found = key === undefined ? undefined : value[key];
    if (found !== undefined) copy[name] = found;
  }
  return copy;
}
