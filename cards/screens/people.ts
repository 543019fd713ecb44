import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { Card } from '../card.js';
import type { Voice } from '../voice.js';
import { linkElements } from './links.js';
import { button, commandWord, rolesText } from './parts.js';

const howToBeAdded = ['role', 'disabled'];

/** Not for this person: which roles may, and how to get one. */
export function refusedScreen({ reason, command, needed, have }: AnswerOf<'refused'>, voice: Voice): Card {
  const { t } = voice;
  const roles = rolesText(needed, 'or', voice);
  const word = commandWord(command ?? 'update', voice);
  const text =
    reason === 'role'
      ? command === undefined
        ? t('refused.role', { roles })
        : t('refused.roleFor', { command: word, roles })
      : t(`refused.${reason}`, { command: word });
  const own = have.length > 0 ? t('refused.have', { roles: rolesText(have, 'and', voice) }) : t('refused.haveNone');
  return {
    title: t('refused.title'),
    tone: 'attention',
    body: [
      { type: 'notice', tone: 'attention', text },
      ...(reason === 'role' ? [{ type: 'text', text: own } as const] : []),
      ...(howToBeAdded.includes(reason) ? [{ type: 'text', text: t('refused.howTo') } as const] : []),
    ],
    buttons: reason === 'role' ? [button(t('buttons.whoami'), action('whoami'))] : [],
    summary: reason === 'role' ? t('refused.summary') : text,
  };
}

/** Too many requests in a minute: when to go on. */
export function tooManyScreen({ of, seconds }: AnswerOf<'tooMany'>, { t }: Voice): Card {
  const text = t(`tooMany.${of}`, { count: seconds });
  return {
    title: t('tooMany.title'),
    tone: 'warning',
    body: [{ type: 'notice', tone: 'warning', text }],
    buttons: [],
    summary: text,
  };
}

/** The way to sign in, for one person's eyes. */
export function linkNeededScreen({ url, expiresAt }: AnswerOf<'linkNeeded'>, voice: Voice): Card {
  const { t } = voice;
  return {
    title: t('linkNeeded.title'),
    shortTitle: t('linkNeeded.short'),
    body: [
      { type: 'text', text: t('linkNeeded.text') },
      { type: 'notice', tone: 'warning', text: t('linkNeeded.private') },
      { type: 'text', text: t('linkNeeded.expires', { time: voice.dateTime(expiresAt) }), style: 'subtle' },
    ],
    buttons: [{ label: t('buttons.link'), tone: 'primary', url }],
    summary: t('linkNeeded.title'),
  };
}

/** Linked; the screen of what had been asked for before follows, when there is one. */
export function linkedScreen(name: string, next: Card | undefined, { t }: Voice): Card {
  const text = t('linked.text', { name });
  const notice = { type: 'notice', tone: 'good', text } as const;
  if (next !== undefined) return { ...next, body: [notice, ...next.body] };
  return {
    title: t('linked.title'),
    tone: 'good',
    body: [notice],
    buttons: [button(t('buttons.help'), action('help'))],
    summary: text,
  };
}

export function linkRefusedScreen({ reason, triesLeft, other }: AnswerOf<'linkRefused'>, { t }: Voice): Card {
  const user = other?.userName ?? '';
  const text =
    other === undefined
      ? t(`linkRefused.${reason}`)
      : t('linkRefused.othersCodeOf', { chat: other.platform === 'slack' ? 'Slack' : 'Teams', user });
  const linked = reason === 'alreadyLinked';
  const tone = linked ? 'info' : 'warning';
  return {
    title: t(linked ? 'linked.title' : 'linkRefused.title'),
    tone: linked ? 'neutral' : 'warning',
    body: [
      { type: 'notice', tone, text },
      ...(triesLeft === undefined
        ? []
        : [{ type: 'text', text: t('linkRefused.triesLeft', { count: triesLeft }) } as const]),
      ...(other === undefined ? [] : [{ type: 'text', text: t('linkRefused.othersCodeAdvice', { user }) } as const]),
    ],
    buttons: [button(t('buttons.whoami'), action('whoami'))],
    summary: text,
  };
}

/** Who the desk takes somebody for, and why. */
export function whoamiScreen({ user, person, roles, via, links = [], mayRun }: AnswerOf<'whoami'>, voice: Voice): Card {
  const { t } = voice;
  const name = person?.name ?? t('whoami.unknown');
  const chat = t(user.platform === 'slack' ? 'whoami.slackUser' : 'whoami.teamsUser', {
    user: user.name ?? user.user,
    tenant: user.tenant,
  });
  const viaKeys = {
    tenant: 'whoami.viaTenant',
    signIn: 'whoami.viaSignIn',
    email: 'whoami.viaEmail',
    configuration: 'whoami.viaConfiguration',
  } as const;
  return {
    title: t('whoami.title'),
    body: [
      {
        type: 'facts',
        facts: [
          { label: t('whoami.person'), value: name },
          { label: t('whoami.roles'), value: roles.length > 0 ? rolesText(roles, 'and', voice) : t('whoami.noRoles') },
          ...(via === undefined ? [] : [{ label: t('whoami.via'), value: t(viaKeys[via]) }]),
          { label: t('whoami.chat'), value: chat },
          { label: t('whoami.mayRun'), value: voice.row(mayRun.map((command) => commandWord(command, voice))) },
        ].filter((fact) => fact.value !== ''),
      },
      ...(links.length === 0 ? [] : [{ type: 'heading', text: t('whoami.links') } as const]),
      ...linkElements(links, voice),
    ],
    buttons: [button(t('buttons.help'), action('help'))],
    summary: person === undefined ? t('whoami.summaryUnknown') : t('whoami.summary', { name }),
  };
}
