import type { Suggestion } from './console/state.js';
import type { Character } from './stand-in.js';

/** What the page offers to try: an update in each chat, a permission asked for and decided, linking an account, a refusal. */
const wanted = [
  { who: 'Sofia', chat: 'slack', label: 'Sofia updates Fabrikam in Slack', text: '/partnerdesk update Fabrikam' },
  { who: 'Tom', chat: 'teams', label: 'Tom updates Contoso Retail in Teams', text: 'update Contoso Retail' },
  {
    who: 'Sofia',
    chat: 'slack',
    label: 'Sofia asks for a permission in Slack',
    text: '/partnerdesk permission Contoso Ltd',
  },
  { who: 'Ada', chat: 'teams', label: 'Ada decides in Teams', text: 'approvals' },
  { who: 'Tom', chat: 'slack', label: 'Tom links his Slack account', text: '/partnerdesk account Fabrikam' },
  { who: 'Henri', chat: 'slack', label: 'Henri may look, but not update', text: '/partnerdesk update Fabrikam' },
] as const;

/** Those of the suggestions whose character exists. */
export function suggestionsFor(characters: readonly Character[]): Suggestion[] {
  return wanted.flatMap(({ who, chat, label, text }) => {
    const character = characters.find(({ name }) => name.startsWith(`${who} `));
    return character ? [{ label, as: character.id, chat, text }] : [];
  });
}
