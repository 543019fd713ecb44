import type { Cloud } from '../core/config.js';
import type { Suggestion } from './console/state.js';
import type { Character } from './stand-in.js';

interface Wanted {
  who: string;
  chat: Suggestion['chat'];
  label: string;
  text: string;
}

const links: Wanted = {
  who: 'Tom',
  chat: 'slack',
  label: 'Tom links his Slack account',
  text: '/partnerdesk account Fabrikam',
};

/** Asking for a permission to purchase, and deciding. */
const permission: readonly Wanted[] = [
  {
    who: 'Sofia',
    chat: 'slack',
    label: 'Sofia asks for a permission in Slack',
    text: '/partnerdesk permission Contoso Ltd',
  },
  { who: 'Ada', chat: 'teams', label: 'Ada decides in Teams', text: 'approvals' },
];

/** An update in each chat, a permission asked for and decided, linking an account, a refusal. */
const usual: readonly Wanted[] = [
  { who: 'Sofia', chat: 'slack', label: 'Sofia updates Fabrikam in Slack', text: '/partnerdesk update Fabrikam' },
  { who: 'Tom', chat: 'teams', label: 'Tom updates Contoso Retail in Teams', text: 'update Contoso Retail' },
  ...permission,
  links,
  { who: 'Henri', chat: 'slack', label: 'Henri may look, but not update', text: '/partnerdesk update Fabrikam' },
];

/** What the page offers to try, by cloud: 21Vianet's says Edit, has Chinese customers, and knows no permission to purchase. */
const wanted: Record<Cloud, readonly Wanted[]> = {
  global: usual,
  'us-government': usual,
  '21vianet': [
    { who: 'Sofia', chat: 'slack', label: 'Sofia edits 康托索 in Slack', text: '/partnerdesk edit 康托索' },
    { who: 'Tom', chat: 'teams', label: 'Tom edits 广州北风 in Teams', text: 'edit 广州北风' },
    { who: 'Ada', chat: 'teams', label: 'Ada asks what may be purchased', text: 'permission 深圳市法布里康' },
    { ...links, text: '/partnerdesk account 深圳市法布里康' },
    { who: 'Henri', chat: 'slack', label: 'Henri may look, but not edit', text: '/partnerdesk edit 康托索' },
  ],
};

/** Those of the suggestions whose character exists. */
export function suggestionsFor(characters: readonly Character[], cloud: Cloud): Suggestion[] {
  return wanted[cloud].flatMap(({ who, chat, label, text }) => {
    const character = characters.find(({ name }) => name.startsWith(`${who} `));
    return character ? [{ label, as: character.id, chat, text }] : [];
  });
}
