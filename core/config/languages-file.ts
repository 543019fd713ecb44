import { z } from 'zod';
import type { Policy } from './shape.js';
import { place } from './values.js';

const tagExpected = 'expected a language tag such as en, fr or zh-Hans';
/** Any tag of BCP 47, in its usual writing. Which languages there are is for the cards to say. */
const tag = z.string({ error: tagExpected }).transform((text, context) => {
  const [canonical] = canonicalTags(text);
  if (canonical !== undefined) return canonical;
  context.addIssue({ code: 'custom', message: tagExpected });
  return z.NEVER;
});

function canonicalTags(text: string): string[] {
  try {
    return Intl.getCanonicalLocales(text);
  } catch {
    return [];
  }
}

/** Keys are checked here and not by the record's own schema: so that a wrong one is named, and said what was expected. */
const channels = z
  .record(z.string(), tag, { error: 'expected a language for each place' })
  .superRefine((given, context) => {
    for (const key of Object.keys(given)) {
      const { error } = place.safeParse(key);
      if (error) context.addIssue({ code: 'custom', path: [key], message: error.issues[0]?.message ?? '' });
    }
  });

/** The key of PARTNERDESK_CONFIG that concerns languages. */
export const languageKeys = {
  languages: z
    .strictObject({ default: tag.optional(), channels: channels.nullish() }, { error: 'expected default or channels' })
    .nullish(),
};

/** For suggestions, as in policy-file.ts. */
export const knownLanguageKeys: Record<string, readonly string[]> = { languages: ['default', 'channels'] };

export const defaultLanguages: Policy['languages'] = { default: 'en', channels: {} };

type Given = { [key in keyof typeof languageKeys]?: z.output<(typeof languageKeys)[key]> };

/** What the file says of languages; what it leaves out keeps its default. */
export function languagesOf({ languages }: Given): Partial<Policy['languages']> {
  return {
    ...(languages?.default ? { default: languages.default } : {}),
    ...(languages?.channels ? { channels: languages.channels } : {}),
  };
}
