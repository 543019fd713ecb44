import { z } from 'zod';
import type { Policy } from './shape.js';

/** What `links` in PARTNERDESK_CONFIG may say. */
export const linksKeys = {
  links: z
    .strictObject(
      { 'by email': z.boolean({ error: 'expected true or false' }).optional() },
      { error: 'expected settings, such as "by email"' },
    )
    .nullish(),
};

/** Known keys by the path of their parent, for suggestions. */
export const knownLinksKeys: Record<string, readonly string[]> = { links: ['by email'] };

/** Without the file, nobody is linked by what a chat says of their e-mail address. */
export const defaultLinks: Policy['links'] = { byEmail: false };

export function linksOf({ links }: z.output<z.ZodObject<typeof linksKeys>>): Policy['links'] {
  return { byEmail: links?.['by email'] ?? defaultLinks.byEmail };
}
