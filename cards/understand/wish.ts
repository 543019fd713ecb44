import type { WatchWish } from '../../core/watch/watch.js';
import { purchasePaths } from '../../core/partner/fields.js';
import { type Says, lexiconFor } from './wish/lexicon.js';
import { nameIn } from './wish/name.js';
import { piecesOf } from './wish/pieces.js';
import { tokensOf } from './wish/tokens.js';

/** More words than anybody needs; it bounds the work. */
const MOST_WORDS = 300;

/**
 * Reads what stands behind `watch` or `unwatch`: any of what can be watched, in any order, several together, in the person's
 * language (BCP 47) or English. What is left over is the customer's name. Nothing at all is everything. Never throws.
 */
export function readWish(text: string, locale: string): WatchWish {
  const lexicon = lexiconFor(locale);
  const tokens = tokensOf(text).slice(0, MOST_WORDS);
  const { name, rest } = nameIn(text, tokens, piecesOf(lexicon, tokens));
  const said = rest.map(({ says }) => says);
  return { ...merged(said), ...(name === undefined ? {} : { customer: name }) };
}

/**
 * Several things that were said, as one wish. A watch has one country, kind and field: who names two of them gets neither left out,
 * so that no news is missing; the answer says what is watched. Of two times the last one counts.
 */
function merged(said: readonly Says[]): WatchWish {
  const all = <K extends keyof Says>(key: K) => [
    ...new Set(said.flatMap((one) => (one[key] === undefined ? [] : [one[key]]))),
  ];
  const [country, ...countries] = all('country');
  const stages = all('stage');
  const stage = stages.includes('requests') ? 'requests' : stages[0];
  const origin = all('origin').at(-1);
  const rhythm = all('rhythm').at(-1);
  const quiet = all('quiet').at(-1);
  return {
    topic: all('topic')[0] ?? 'changes',
    ...(country !== undefined && countries.length === 0 ? { country } : {}),
    ...aboutOf(all('kind'), all('field')),
    ...(stage === undefined ? {} : { stage }),
    ...(origin === undefined ? {} : { origin }),
    ...(all('muteOwn').length > 0 ? { muteOwn: true } : {}),
    ...(rhythm === undefined ? {} : { rhythm }),
    ...(quiet === undefined ? {} : { quiet }),
  };
}

/** The kind and the field, as far as one of each holds all that was named. */
function aboutOf(
  kinds: NonNullable<WatchWish['kind']>[],
  fields: NonNullable<WatchWish['field']>[],
): Pick<WatchWish, 'kind' | 'field'> {
  const kindOf = (field: NonNullable<WatchWish['field']>) =>
    purchasePaths.some((path) => path === field) ? 'purchase' : 'account';
  const [kind, ...others] = new Set([...kinds, ...fields.map(kindOf)]);
  if (kind === undefined || others.length > 0) return {};
  const [field, ...more] = fields;
  if (field !== undefined && more.length === 0) return { ...(kinds.length > 0 ? { kind } : {}), field };
  return { kind };
}
