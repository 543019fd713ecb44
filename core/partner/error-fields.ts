import type { FieldError } from '../failure.js';
import { codeFields, propertyPaths } from './error-codes.js';
import { fieldPaths } from './fields.js';

/**
 * The fields that an answer about invalid data names. Partner Center says it in text, in several ways:
 * `property_name:  StateInvalid - Details`, `Address field invalid for property: 'Region', 'City'`, `Property 'X' …`.
 *
 * @param texts description and data of the answer
 */
export function fieldsNamed(status: number, code: string | undefined, texts: string[]): FieldError[] {
  const said = texts[0];
  const found = new Map<FieldError['path'], FieldError['rule']>();
  const byCode = codeFields[`${status}/${code ?? ''}`];
  if (byCode) found.set(byCode.path, byCode.rule);
  for (const text of texts) {
    for (const name of namesIn(text)) {
      const field = fieldOf(name);
      if (field && !found.has(field.path)) found.set(field.path, field.rule);
    }
  }
  return [...found].map(([path, rule]) => ({ path, rule, params: {}, ...(said ? { said } : {}) }));
}

/** Words that stand where Partner Center puts names of properties. Bounded, so that a long text costs little. */
function namesIn(text: string): string[] {
  const sample = text.slice(0, 4096);
  const labelled = [...sample.matchAll(/\bproperty_?name:\s{0,10}([\w.]{1,80})/gi)];
  const unquoted = [...sample.matchAll(/\b(?:property|field|parameter)\s{1,5}([\w.]{1,80})/gi)];
  // A quoted word counts only in a sentence about properties: others may be the values themselves.
  const about = /\b(?:property|properties|field|fields|parameter|attribute)\b/i.test(sample);
  const quotes = about ? [...sample.matchAll(/['"]([\w.]{1,80})['"]/g)] : [];
  return [...labelled, ...unquoted, ...quotes].flatMap((match) => (match[1] ? [match[1]] : []));
}

function fieldOf(name: string): Pick<FieldError, 'path' | 'rule'> | undefined {
  const suffix = /(?:Invalid|Missing|Required|NotSupported|IsInvalid|IsRequired)$/i.exec(name)?.[0] ?? '';
  const bare = name.slice(0, name.length - suffix.length).toLowerCase();
  const rule = /missing|required/i.test(suffix) ? 'required' : 'refused';
  const whole = fieldPaths.find((path) => path.toLowerCase() === bare && path.includes('.'));
  const last = bare.slice(bare.lastIndexOf('.') + 1);
  const path = whole ?? (Object.hasOwn(propertyPaths, last) ? propertyPaths[last] : undefined);
  return path && { path, rule };
}
