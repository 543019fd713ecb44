import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { LinkView } from '../../core/views.js';
import type { Button, Card, Element } from '../card.js';
import type { Voice } from '../voice.js';
import { button } from './parts.js';

const vias = { signIn: 'links.viaSignIn', email: 'links.viaEmail', configuration: 'links.viaConfiguration' } as const;

/** "Slack: Ana (U123, workspace T1)": names may be anybody's, ids are not. */
export function chatAccount({ platform, tenant, user, userName }: LinkView, { t }: Voice): string {
  const key = platform === 'slack' ? 'links.slack' : 'links.teams';
  return t(key, { name: userName === undefined || userName === user ? user : `${userName} (${user})`, tenant });
}

function since({ via, at }: LinkView, voice: Voice): string {
  const { t } = voice;
  return at === undefined ? t(vias[via]) : `${t(vias[via])} · ${t('links.since', { time: voice.dateTime(at) })}`;
}

/** What ties the reader to chats: each link with the way to end it, then what only the configuration can end. */
export function linkElements(links: readonly LinkView[], voice: Voice): Element[] {
  const { t } = voice;
  const made = links.filter((link) => link.id !== undefined);
  const fixed = links.filter((link) => link.id === undefined);
  return [
    ...(made.length === 0
      ? []
      : [
          {
            type: 'choices' as const,
            items: made.map((link) => ({
              title: chatAccount(link, voice),
              detail: since(link, voice),
              button: button(t('buttons.unlink'), action('unlinking', link.id)),
            })),
            more: (count: number) => t('more', { count }),
          },
        ]),
    ...(fixed.length === 0
      ? []
      : [
          {
            type: 'list' as const,
            title: t('links.fixed'),
            lines: fixed.map((link) => chatAccount(link, voice)),
          },
        ]),
  ];
}

/** The reader's links, and why some of what ties them to a chat is none. */
export function ownLinksScreen({ links, via }: AnswerOf<'ownLinks'>, voice: Voice): Card {
  const { t } = voice;
  const made = links.filter((link) => link.id !== undefined);
  return {
    title: t('links.ownTitle'),
    body: [
      { type: 'text', text: t(made.length === 0 ? 'links.none' : 'links.choose') },
      ...linkElements(links, voice),
      ...(via === 'tenant' ? [{ type: 'text', text: t('links.tenant'), style: 'subtle' } as const] : []),
    ],
    buttons: [button(t('buttons.whoami'), action('whoami'))],
    summary: t('links.ownSummary', { count: made.length }),
  };
}

/** The question before a link ends. */
export function unlinkingScreen({ link, own, here }: AnswerOf<'unlinking'>, voice: Voice): Card {
  const { t } = voice;
  const person = link.person.name ?? link.person.id;
  const text = t(own ? 'links.askOwn' : 'links.askOther', { account: chatAccount(link, voice), person });
  const yes: Button = {
    ...button(t(own ? 'buttons.unlinkNow' : 'buttons.removeLinkNow'), action('unlink', link.id)),
    tone: 'danger',
  };
  return {
    title: t(own ? 'links.askOwnTitle' : 'links.askOtherTitle'),
    tone: 'warning',
    body: [
      { type: 'text', text },
      { type: 'facts', facts: [{ label: t('links.how'), value: since(link, voice) }] },
      { type: 'notice', tone: 'warning', text: t(here ? 'links.askHere' : 'links.askThen') },
    ],
    buttons: [yes, button(t('buttons.cancel'), own ? action('whoami') : action('links'))],
    summary: text,
  };
}

export function unlinkedScreen({ link, own, here }: AnswerOf<'unlinked'>, voice: Voice): Card {
  const { t } = voice;
  const person = link.person.name ?? link.person.id;
  const text = t(own ? 'links.unlinkedOwn' : 'links.unlinkedOther', { account: chatAccount(link, voice), person });
  return {
    title: t(own ? 'links.unlinkedTitle' : 'links.removedTitle'),
    tone: 'good',
    body: [
      { type: 'notice', tone: 'good', text },
      { type: 'text', text: t(here ? 'links.linkAgain' : 'links.withinAMinute'), style: 'subtle' },
    ],
    // Whoever unlinked the chat they are in is nobody here any more.
    buttons: here
      ? []
      : [own ? button(t('buttons.whoami'), action('whoami')) : button(t('buttons.links'), action('links'))],
    summary: text,
  };
}

/** For administrators: who is linked where. */
export function linksScreen({ query, items, count, more }: AnswerOf<'links'>, voice: Voice): Card {
  const { t } = voice;
  const made = items.filter((link) => link.id !== undefined);
  const fixed = items.filter((link) => link.id === undefined);
  const name = ({ person }: LinkView) => person.name ?? person.id;
  return {
    title: query === undefined ? t('links.title') : t('links.found', { query }),
    shortTitle: t('links.title'),
    subtitle: t('links.count', { count }),
    body: [
      ...(items.length === 0
        ? [{ type: 'text', text: t(query === undefined ? 'links.nobody' : 'links.nobodyFound') } as const]
        : []),
      ...(made.length === 0
        ? []
        : [
            {
              type: 'choices' as const,
              items: made.map((link) => ({
                title: name(link),
                detail: `${chatAccount(link, voice)} · ${since(link, voice)}`,
                button: button(t('buttons.removeLink'), action('unlinking', link.id)),
              })),
              more: (left: number) => t('more', { count: left }),
            },
          ]),
      ...(fixed.length === 0
        ? []
        : [
            {
              type: 'list' as const,
              title: t('links.fixed'),
              lines: fixed.map((link) => voice.t('labelled', { label: name(link), value: chatAccount(link, voice) })),
            },
          ]),
    ],
    buttons: more === undefined ? [] : [button(t('buttons.moreLinks'), more)],
    summary: t('links.count', { count }),
  };
}
