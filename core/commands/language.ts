import type { Answer } from '../answer.js';
import type { Languages } from '../roles/languages.js';
import type { Visit } from '../context.js';
import type { ChatUser } from '../turn.js';
import type { Command } from './command.js';

/** The language in which somebody is spoken with. Its argument is a tag, `auto` for the chat's own, or nothing, which asks. */
export const language: Command = {
  name: 'language',
  argument: 'language',
  run: (visit, argument) => chooseLanguage(visit.languages, visit.turn.user, visit.person.id, argument),
};

/** @param person absent: a member whom no link makes a Person may choose too */
export async function chooseLanguage(
  languages: Languages,
  user: ChatUser,
  person: string | undefined,
  argument: string,
): Promise<Answer> {
  const asked = argument.trim();
  const { spoken } = languages;
  if (asked !== '' && asked !== 'auto' && !spoken.includes(asked))
    return { type: 'language', outcome: 'unknown', asked, spoken, ...(await chosenBy(languages, user)) };
  if (asked === '') return { type: 'language', outcome: 'asked', spoken, ...(await chosenBy(languages, user)) };
  const chosen = asked === 'auto' ? undefined : asked;
  await languages.choose(user, person, chosen);
  return { type: 'language', outcome: 'chosen', spoken, ...(chosen === undefined ? {} : { chosen }) };
}

async function chosenBy(languages: Languages, user: ChatUser): Promise<{ chosen?: string }> {
  const chosen = await languages.of(user);
  return chosen === undefined ? {} : { chosen };
}

/** A button of the list: its id is the tag, or `auto`. */
export const pickLanguage = (visit: Visit, id: string | undefined): Promise<Answer> =>
  chooseLanguage(visit.languages, visit.turn.user, visit.person.id, id ?? '');
