import { describe, expect, it } from '@jest/globals';
import { languages } from '../../cards/languages.js';
import { screen } from '../../cards/screens/index.js';
import { type OtherwiseKey, textsIn } from '../../cards/texts.js';
import { understand } from '../../cards/understand/understand.js';
import { voiceFor } from '../../cards/voice.js';
import { commandNames } from '../../core/turn.js';
import { english, samples } from './samples.js';

const clouds = ['global', 'us-government', '21vianet'] as const;

/** Texts without a hole, of which 21Vianet has its own. */
const worded: OtherwiseKey[] = [
  'buttons.update',
  'commands.update',
  'customers.pickUpdate',
  'form.short',
  'change.short',
  'change.asked',
  'change.mayGoOn',
  'change.tryAgain',
  'change.draft.text',
  'change.proposed.text',
  'change.applying.text',
  'change.conflicted.text',
  'change.failed.text',
  'help.usage.update',
  'help.watch',
];

/** Every text of a card. Verbs of buttons and codes of options are for nobody to read. */
function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  const coded = 'title' in value || ('type' in value && value.type === 'choiceInput');
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'action' || (name === 'value' && coded) ? [] : stringsIn(inner),
  );
}

describe.each(languages)('the words of each cloud in %s', (language) => {
  it.each(clouds)('are its own in every card: %s', (cloud) => {
    const voice = voiceFor({ ...english, locale: language, cloud });
    const said = new Set(Object.values(samples).flatMap((answer) => stringsIn(screen(answer, voice))));
    const other = cloud === '21vianet' ? 'global' : '21vianet';
    const foreign = worded.map((key) => textsIn(language, other)(key));
    const own = worded.map((key) => textsIn(language, cloud)(key));
    expect(foreign.filter((text) => said.has(text))).toEqual([]);
    expect(own.filter((text) => said.has(text)).length).toBeGreaterThan(worded.length / 2);
  });

  it.each(clouds)('can be typed as help shows them: %s', (cloud) => {
    const t = textsIn(language, cloud);
    const understood = commandNames.map((name) => understand(t(`commands.${name}`), language));
    expect(understood).toMatchObject(commandNames.map((command) => ({ type: 'command', command, argument: '' })));
  });

  it('give examples of what there is to watch', () => {
    const example = textsIn(language, '21vianet')('watches.example');
    const watched = example.replace(/^.*?[:：]\s*/u, '').split(' · ');
    expect(watched).toHaveLength(3);
    for (const text of watched) {
      const act = understand(text, language);
      expect(act).toMatchObject({ type: 'command', command: 'watch' });
      expect(JSON.stringify(act)).not.toContain('purchase');
    }
  });
});

describe('what 21Vianet does not offer', () => {
  const there = voiceFor({ ...english, cloud: '21vianet' });
  const card = (name: string, voice: typeof there) => {
    const answer = samples[name];
    if (answer === undefined) throw new Error(`no sample ${name}`);
    return JSON.stringify(screen(answer, voice));
  };

  it('has no button on an account, and no choice in the form of a watch', () => {
    const elsewhere = voiceFor({ ...english, cloud: 'us-government' });
    for (const [name, words] of [
      ['account', '"verb":"permission"'],
      ['watchForm', '"value":"purchase"'],
      ['watchForm', '"value":"permission.AzureSavingsPlan"'],
    ] as const) {
      expect(card(name, elsewhere)).toContain(words);
      expect(card(name, there)).not.toContain(words);
    }
  });
});
