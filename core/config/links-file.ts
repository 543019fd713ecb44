import { z } from 'zod';
import type { Policy } from './shape.js';

const NEITHER = 'expected true or false, or a list of Slack workspaces (T…) whose addresses are believed';
const workspaces = z.array(z.string().regex(/^T[A-Z0-9]+$/, { error: 'expected a Slack workspace, T…' })).min(1);

/** What `links` in PARTNERDESK_CONFIG may say. */
export const linksKeys = {
  links: z
    .strictObject(
      { 'by email': z.union([z.boolean(), workspaces], { error: NEITHER }).optional() },
      { error: 'expected settings, such as "by email"' },
    )
    .nullish(),
};

/** Known keys by the path of their parent, for suggestions. */
export const knownLinksKeys: Record<string, readonly string[]> = { links: ['by email'] };

/** Without the file, nobody is linked by what a chat says of their e-mail address. */
export const defaultLinks: Policy['links'] = { byEmail: false };

export function linksOf({ links }: z.output<z.ZodObject<typeof linksKeys>>): Policy['links'] {
  const wanted = links?.['by email'] ?? defaultLinks.byEmail;
  return typeof wanted === 'boolean' ? { byEmail: wanted } : { byEmail: true, believed: wanted };
}
