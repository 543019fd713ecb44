import { toSlackSuggestions } from '../../cards/render.js';
import { addressOfView } from './address.js';
import { type Parts, refuseBot, refuseForeign, refuseOutsider, refuseUnsupported } from './parts.js';
import type { SuggestionPayload } from './payloads.js';

/** What a search field is answered with: at most a hundred options. */
export type SuggestionsAck = ReturnType<typeof toSlackSuggestions>;

/** The one field that asks for its options, under whichever version of its form. */
const FIELD = 'customer';
const BLOCK = /^customer#\d{1,9}$/u;

/** Slack shows as many (docs.slack.dev/reference/block-kit/block-elements/select-menu-element). */
const MOST_OPTIONS = 100;

/** Slack waits for three seconds and then shows an error: rather nothing, ms. */
const WITHIN = 2_000;

const none: SuggestionsAck = { options: [] };

/**
 * Somebody types in a search field. It is no turn: nothing is kept, and whoever may not view customers is shown none.
 * @throws when Slack cannot say who types
 */
export async function handleSuggestion(parts: Parts, payload: SuggestionPayload): Promise<SuggestionsAck> {
  const { action_id: field, block_id: block, value: text, user } = payload;
  const refused = (refuse: (parts: Parts) => void): SuggestionsAck => {
    refuse(parts);
    return none;
  };
  const workspace = await parts.workspaces.whose(addressOfView(payload));
  if (!workspace) return refused(refuseForeign);
  if (field !== FIELD || !BLOCK.test(block) || !payload.view) return refused(refuseUnsupported);
  const who = await workspace.people.meet(user.id, workspace.identity);
  if (who.user.standing === 'bot') return refused(refuseBot);
  if (who.user.standing !== 'member') return refused(refuseOutsider);
  const typing = { user: who.user, locale: who.locale, text, most: MOST_OPTIONS };
  const customers = await inTime(parts.typeahead?.suggest(typing) ?? Promise.resolve([]));
  return toSlackSuggestions(customers);
}

/** What is late is not waited for: the next letter asks again. */
async function inTime<T>(work: Promise<T[]>): Promise<T[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T[]>((resolve) => {
    timer = setTimeout(() => resolve([]), WITHIN);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
