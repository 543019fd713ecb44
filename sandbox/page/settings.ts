import type { ConsoleState } from '../console/state.js';
import { byId, h } from './dom.js';
import { speak } from './server.js';
import { attempt } from './toast.js';

type Choices = Pick<ConsoleState, 'cloud' | 'clouds' | 'languages'>;

export interface Settings {
  /** Shows the language of whoever you are. */
  become(person: { id: string; locale: string }): void;
}

/** The two choices beside the brand: which cloud's sandbox this is, and the language of your chats. */
export function drawSettings({ cloud, clouds, languages }: Choices): Settings {
  let as = '';
  const where = choice(
    'Cloud',
    'Each cloud is a sandbox of its own: other customers, and nothing of what was done in another.',
    clouds.map(({ id, name }) => [id, name]),
    (chosen) => {
      // The fragment, which says who you are, goes along.
      location.search = `?cloud=${encodeURIComponent(chosen)}`;
    },
  );
  const language = choice(
    'Language of your chats',
    'What your Slack and your Teams are set to. It is yours alone: the others keep theirs.',
    languages.map(({ locale, name }) => [locale, name]),
    (chosen) => void attempt(speak(chosen, as)),
  );
  where.value = cloud;
  byId('settings').replaceChildren(where, language);
  return {
    become(person) {
      as = person.id;
      const known = languages.find(({ locale }) => locale === person.locale);
      const alike = languages.find(({ locale }) => primary(locale) === primary(person.locale));
      language.value = (known ?? alike)?.locale ?? '';
    },
  };
}

/** `en` of `en-GB`: somebody's English is shown as English. */
const primary = (locale: string) => locale.split('-')[0];

function choice(
  label: string,
  title: string,
  options: [value: string, text: string][],
  onChoose: (value: string) => void,
): HTMLSelectElement {
  const select = h(
    'select',
    { class: 'setting', title, attributes: { 'aria-label': label } },
    ...options.map(([value, text]) => h('option', { attributes: { value } }, text)),
  );
  select.addEventListener('change', () => onChoose(select.value));
  return select;
}
