import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { approvalRows } from './approvals.js';
import { languageSentence } from './language.js';
import { linkElements } from './links.js';
import { accountButton, button, cloudName, customersButton, findButton, rolesText } from './parts.js';

type Home = AnswerOf<'home'>;

/** The reader's own page: what they would look for first, then what waits for them, then who they are here. */
export function homeScreen(home: Home, voice: Voice): Card {
  const { t } = voice;
  const waiting = home.toDecide.length + home.toReview.length;
  const summary = waiting === 0 ? t('approvals.nothing') : t('approvals.waiting', { count: waiting });
  const updateButton = button(t('home.update'), action('finding', 'update'));
  return {
    title: t('home.title', { name: home.name }),
    subtitle: cloudName(voice),
    body: [
      {
        type: 'buttons',
        buttons: [
          { ...findButton('account', voice), tone: 'primary' },
          ...(home.mayUpdate ? [updateButton] : []),
          customersButton(voice),
        ],
      },
      { type: 'heading', text: t('home.recent') },
      ...recentElements(home, voice),
      { type: 'divider' },
      { type: 'heading', text: t('approvals.title') },
      { type: 'text', text: summary },
      ...approvalRows('approvals.toReview', home.toReview, voice),
      ...approvalRows('approvals.toDecide', home.toDecide, voice),
      ...approvalRows('approvals.asked', home.asked, voice),
      { type: 'divider' },
      ...ownElements(home, voice),
    ],
    buttons: [button(t('buttons.help'), action('help'))],
    summary,
  };
}

function recentElements({ recent }: Home, voice: Voice): Element[] {
  const { t } = voice;
  if (recent.length === 0) return [{ type: 'text', text: t('home.noRecent'), style: 'subtle' }];
  return [
    {
      type: 'choices',
      items: recent.map((customer) => ({
        title: customer.name,
        detail: customer.domain,
        button: accountButton(customer, voice),
      })),
      more: (count) => t('more', { count }),
    },
  ];
}

/** Roles, links with the way to end each, and the language with the way to change it. */
function ownElements({ roles, links, chosen }: Home, voice: Voice): Element[] {
  const { t } = voice;
  return [
    { type: 'heading', text: t('whoami.title') },
    { type: 'facts', facts: [{ label: t('whoami.roles'), value: rolesText(roles, 'and', voice) }] },
    ...(links.length === 0 ? [] : [{ type: 'text', text: t('whoami.links'), style: 'strong' } as const]),
    ...linkElements(links, voice),
    { type: 'text', text: languageSentence(chosen, voice) },
    { type: 'buttons', buttons: [button(t('home.language'), action('language'))] },
  ];
}
