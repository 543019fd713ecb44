/** One language that somebody's chat can be set to. */
export interface SandboxLanguage {
  /** As Slack (`users.info`) and Teams (`activity.locale`) write it. */
  locale: string;
  /** In the language itself. */
  name: string;
}

/** The languages that the page offers. Whoever has set their chat to another one is left alone. */
export const sandboxLanguages: readonly SandboxLanguage[] = [
  { locale: 'en-US', name: 'English' },
  { locale: 'fr-FR', name: 'Français' },
  { locale: 'es-ES', name: 'Español' },
  { locale: 'ru-RU', name: 'Русский' },
  { locale: 'zh-CN', name: '简体中文' },
];

/** The locale for what somebody typed into an address: `fr`, `fr-FR`, `zh-Hans`. Undefined when it is not offered. */
export function localeFor(text: string): string | undefined {
  const language = text.toLowerCase().split('-')[0];
  return sandboxLanguages.find(({ locale }) => locale.split('-')[0] === language)?.locale;
}
