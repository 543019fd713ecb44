import { action } from '../../core/action.js';
import type { AnswerOf } from '../../core/answer.js';
import type { CommandName } from '../../core/turn.js';
import type { Card } from '../card.js';
import type { TextKey } from '../texts.js';
import type { Voice } from '../voice.js';
import { changeScreen } from './change.js';
import { failureElements, failureSentence } from './failure.js';
import { button, commandWord, customersButton } from './parts.js';

export function workingScreen({ t }: Voice): Card {
  return {
    title: t('working.title'),
    body: [{ type: 'text', text: t('working.text'), style: 'subtle' }],
    buttons: [],
    summary: t('working.title'),
  };
}

const helpTexts: Record<CommandName, TextKey> = {
  customers: 'help.customers',
  find: 'help.find',
  account: 'help.account',
  update: 'help.update',
  permission: 'help.permission',
  approvals: 'help.approvals',
  history: 'help.history',
  watch: 'help.watch',
  unwatch: 'help.unwatch',
  watches: 'help.watches',
  doctor: 'help.doctor',
  whoami: 'help.whoami',
  link: 'help.link',
  unlink: 'help.unlink',
  links: 'help.links',
  language: 'help.language',
  help: 'help.helpText',
};

/** What one may run, and nothing else. */
export function helpScreen({ commands }: AnswerOf<'help'>, voice: Voice): Card {
  const { t } = voice;
  return {
    title: t('help.title'),
    body: [
      { type: 'text', text: t('help.text') },
      {
        type: 'facts',
        facts: commands.map((command) => ({ label: usageOf(command, voice), value: t(helpTexts[command]) })),
      },
    ],
    buttons: commands.includes('customers') ? [customersButton(voice)] : [],
    summary: t('help.summary'),
  };
}

/** The first words to somebody. Of `help` they are told what it lists, since the list is not there yet. */
export function welcomeScreen({ commands }: AnswerOf<'welcome'>, voice: Voice): Card {
  const { t } = voice;
  const facts = commands.map((command) => ({
    label: usageOf(command, voice),
    value: t(command === 'help' ? 'help.summary' : helpTexts[command]),
  }));
  return {
    title: t('welcome.title'),
    body: [
      { type: 'text', text: t('welcome.text') },
      { type: 'facts', facts },
    ],
    buttons: [],
    summary: t('welcome.title'),
  };
}

const usageOf = (command: CommandName, { t }: Voice): string => t(`help.usage.${command}`);

/** Not understood: the nearest commands as buttons. */
export function unclearScreen({ text, nearest }: AnswerOf<'unclear'>, voice: Voice): Card {
  const { t } = voice;
  const sentence = t('unclear.text', { text });
  return {
    title: t('unclear.title'),
    body: [
      { type: 'text', text: sentence },
      { type: 'text', text: t(nearest.length > 0 ? 'unclear.nearest' : 'unclear.hint') },
    ],
    buttons: [
      ...nearest.map((command) => button(commandWord(command, voice), action('say', command))),
      ...(nearest.includes('help') ? [] : [button(t('buttons.help'), action('help'))]),
    ],
    summary: sentence,
  };
}

/** An old card or form; what its change came to, where it went on. */
export function staleScreen({ reason, change }: AnswerOf<'stale'>, voice: Voice): Card {
  const { t } = voice;
  const text = t(`stale.${reason}`);
  const notice = { type: 'notice', tone: 'warning', text } as const;
  if (change !== undefined) {
    const card = changeScreen(change, { goOn: false }, voice);
    return { ...card, body: [notice, ...card.body] };
  }
  return {
    title: t('stale.title'),
    tone: 'warning',
    body: [notice],
    buttons: [customersButton(voice)],
    summary: text,
  };
}

export function failedScreen({ failure }: AnswerOf<'failed'>, voice: Voice): Card {
  return {
    title: voice.t('failed.title'),
    tone: 'attention',
    body: failureElements(failure, voice),
    buttons: [],
    summary: failureSentence(failure, voice),
  };
}
