import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { Card } from '../card.js';
import type { Voice } from '../voice.js';
import { button } from './parts.js';

const titles = {
  linked: 'linkAnnounced.title',
  unlinked: 'linkAnnounced.unlinkedTitle',
  guessed: 'linkAnnounced.guessedTitle',
  misplaced: 'linkAnnounced.misplacedTitle',
} as const;

const times = {
  linked: 'linkAnnounced.at',
  unlinked: 'linkAnnounced.unlinkedAt',
  guessed: 'linkAnnounced.triedAt',
  misplaced: 'linkAnnounced.triedAt',
} as const;

/** A chat user acts as you, does not any more, or tried to: if that was not you, something has to be done. */
export function linkAnnouncedScreen(answer: AnswerOf<'linkAnnounced'>, voice: Voice): Card {
  const { t } = voice;
  const { event = 'linked', at, by, person, link } = answer;
  const text = sentence(answer, voice);
  const quiet = event === 'unlinked';
  const facts = [
    { label: t(times[event]), value: voice.dateTime(at) },
    ...(by === undefined ? [] : [{ label: t('linkAnnounced.by'), value: by }]),
  ];
  const advice = quiet
    ? person && t('links.linkAgain')
    : t(event === 'linked' && link !== undefined ? 'linkAnnounced.unlinkIt' : 'linkAnnounced.notYou');
  return {
    title: t(quiet && person !== undefined ? 'linkAnnounced.youAreUnlinkedTitle' : titles[event]),
    tone: quiet ? 'neutral' : 'warning',
    body: [
      { type: 'text', text },
      { type: 'facts', facts },
      ...(event === 'linked' && answer.via === 'email'
        ? [{ type: 'text', text: t('linkAnnounced.byEmail'), style: 'subtle' } as const]
        : []),
      ...(advice === undefined ? [] : [{ type: 'notice', tone: quiet ? 'info' : 'warning', text: advice } as const]),
    ],
    buttons: [
      ...(event === 'linked' && link !== undefined ? [button(t('buttons.unlink'), action('unlinking', link))] : []),
      // Whoever is told that they are linked no more is nobody here.
      ...(person === undefined ? [button(t('buttons.whoami'), action('whoami'))] : []),
    ],
    summary: text,
  };
}

function sentence({ event = 'linked', platform, userName: user, person }: AnswerOf<'linkAnnounced'>, { t }: Voice) {
  if (event === 'linked') return t(platform === 'slack' ? 'linkAnnounced.slack' : 'linkAnnounced.teams', { user });
  const chat = platform === 'slack' ? 'Slack' : 'Teams';
  if (event === 'unlinked')
    return person === undefined
      ? t('linkAnnounced.unlinked', { chat, user })
      : t('linkAnnounced.youAreUnlinked', { chat, person });
  return t(event === 'guessed' ? 'linkAnnounced.guessed' : 'linkAnnounced.misplaced', { chat, user });
}
