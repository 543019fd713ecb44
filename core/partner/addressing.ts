import { fieldPaths } from './fields.js';
import type { AccountFields, FieldPath } from './fields.js';
import { isObject, member, memberName, textMember } from './json.js';
import type { JsonObject } from './partner-center.js';

const inside = 'defaultAddress';

/** Where a path lives: the object that holds it (the profile or its address) and its name there. */
function locate(path: FieldPath): { nested: boolean; name: string } {
  const prefix = `${inside}.`;
  return path.startsWith(prefix) ? { nested: true, name: path.slice(prefix.length) } : { nested: false, name: path };
}

/** The known values of a billing profile. Absent and null members are left out; member names match in any case. */
export function fieldsOf(raw: JsonObject): AccountFields {
  const fields: AccountFields = {};
  for (const path of fieldPaths) {
    const { nested, name } = locate(path);
    const value = textMember(nested ? member(raw, inside) : raw, name);
    if (value !== undefined) fields[path] = value;
  }
  return fields;
}

/**
 * A deep copy of a billing profile with the given fields written into it. A member keeps the casing it has. The empty
 * string becomes null where the member existed and is left out otherwise. Nothing else is touched: a PUT replaces the
 * whole resource, so members that nobody knows have to go back as they came.
 */
export function withFields(raw: JsonObject, changed: AccountFields): JsonObject {
  const copy = structuredClone(raw);
  for (const path of fieldPaths) {
    const value = changed[path];
    if (value === undefined) continue;
    const { nested, name } = locate(path);
    const holder = nested ? addressOf(copy, value !== '') : copy;
    if (holder) write(holder, name, value);
  }
  return copy;
}

/** The address of a profile; made when it is missing and something is to be written into it. */
function addressOf(profile: JsonObject, make: boolean): JsonObject | undefined {
  const key = memberName(profile, inside) ?? inside;
  const found = profile[key];
  if (isObject(found)) return found;
  if (!make) return undefined;
  const address: JsonObject = {};
  profile[key] = address;
  return address;
}

function write(holder: JsonObject, name: string, value: string): void {
  const key = memberName(holder, name);
  if (value !== '') holder[key ?? name] = value;
  else if (key !== undefined) holder[key] = null;
}
