import type { FieldPath } from '../../partner/fields.js';
import type { CountryRules } from '../../partner/partner-center.js';
import { stateCodeOf } from '../../partner/state-names.js';

/** The codes that a country lists for a field; undefined where it lists none, so that the field is typed. */
export function listOf(path: FieldPath, rules: CountryRules): string[] | undefined {
  const lists: Partial<Record<FieldPath, string[]>> = {
    'defaultAddress.state': rules.states,
    culture: rules.cultures,
    language: rules.languages,
  };
  const list = lists[path];
  return list && list.length > 0 ? list : undefined;
}

/**
 * The code that a country's list has for a value: "Guangdong", "广东" and "广东省" are GD, `zh-CN` is `zh-CHS` in a list of
 * languages. What the list has nothing for stays as it is.
 */
export function listedCode(path: FieldPath, value: string, rules: CountryRules): string {
  if (path === 'defaultAddress.state') {
    // Names mean codes only where the country has states at all.
    const wanted = rules.states.length > 0 || rules.stateRequired;
    return (wanted ? stateCodeOf(rules.country, value, rules.states) : undefined) ?? value;
  }
  const list = listOf(path, rules);
  if (!list || value === '' || list.includes(value)) return value;
  const same = list.find((code) => code.toLowerCase() === value.toLowerCase());
  return same ?? (path === 'language' ? languageFor(value, list) : undefined) ?? value;
}

/**
 * The language of a list that a culture or another tag for the same language means. Partner Center has .NET's old names of the
 * two Chinese scripts, and a region only where it says which Portuguese it is.
 */
export function languageFor(tag: string, list: readonly string[]): string | undefined {
  const wanted = canonical(tag);
  const [primary] = wanted.split('-', 1);
  return (
    list.find((code) => canonical(code) === wanted) ??
    (primary === 'zh' ? undefined : list.find((code) => canonical(code).split('-', 1)[0] === primary))
  );
}

/** zh-CN and zh-SG are written in the simplified script, zh-TW, zh-HK and zh-MO in the traditional one. */
function canonical(tag: string): string {
  const parts = tag.replaceAll('_', '-').toLowerCase().split('-');
  if (parts[0] !== 'zh') return parts.join('-');
  return parts.some((part) => ['cht', 'hant', 'tw', 'hk', 'mo'].includes(part)) ? 'zh-hant' : 'zh-hans';
}
