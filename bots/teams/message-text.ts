import type { z } from 'zod';
import type { fetchTaskSchema } from './activity.js';

/** More than anybody reads of a message that names a customer; Teams' own limit is about 28 KB. In UTF-16 units. */
const LONGEST_MESSAGE = 20_000;

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** What a message says: its subject, its text, and where its links lead. Teams gives it as HTML, or as it was typed. */
export function textOfMessage({ subject, body }: z.infer<typeof fetchTaskSchema>['messagePayload']): string {
  const content = (body?.content ?? '').slice(0, LONGEST_MESSAGE);
  const text = body?.contentType === 'text' ? content : plainOf(content);
  return [subject ?? '', text].join('\n').trim();
}

/** Tags are not nested in their own attributes here: what is no tag stays text, which nobody draws. */
function plainOf(html: string): string {
  return html
    .replace(/<a\s[^<>]*?href="(?:mailto:)?([^"<>]*)"[^<>]*>/gi, ' $1 ')
    .replace(/<(?:br|\/p|\/div|\/li|\/tr|\/td)[^<>]*>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return named[name.toLowerCase()] ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
    });
}
