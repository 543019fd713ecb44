import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { Card } from '../card.js';
import { nameOfLanguage } from '../languages.js';
import type { Voice } from '../voice.js';
import { button } from './parts.js';

/** Which language the desk speaks with somebody, and the others by their own names: whoever needs the button can read it. */
export function languageScreen(answer: AnswerOf<'language'>, voice: Voice): Card {
  const { t } = voice;
  const sentence = sentenceOf(answer, voice);
  const others = answer.spoken.filter((language) => language !== answer.chosen);
  return {
    title: t('language.title'),
    body: [
      ...(answer.outcome === 'unknown'
        ? [{ type: 'notice', tone: 'warning', text: t('language.unknown', { asked: answer.asked ?? '' }) } as const]
        : []),
      { type: 'text', text: sentence },
      ...(answer.outcome === 'chosen' ? [] : [{ type: 'text', text: t('language.choose') } as const]),
    ],
    buttons:
      answer.outcome === 'chosen'
        ? [button(t('buttons.help'), action('help'))]
        : [
            ...others.map((language) => button(nameOfLanguage(language), action('language', language))),
            ...(answer.chosen === undefined ? [] : [button(t('language.asChat'), action('language', 'auto'))]),
          ],
    summary: sentence,
  };
}

function sentenceOf({ outcome, chosen }: AnswerOf<'language'>, voice: Voice): string {
  const { t } = voice;
  if (outcome !== 'chosen') return languageSentence(chosen, voice);
  return chosen === undefined ? t('language.auto') : t('language.chosen', { language: nameOfLanguage(chosen) });
}

/** Which language is spoken now, and why. @param chosen absent: the chat's own */
export function languageSentence(chosen: string | undefined, { t, language }: Voice): string {
  return chosen === undefined
    ? t('language.follows', { language: nameOfLanguage(language) })
    : t('language.speaks', { language: nameOfLanguage(chosen) });
}
