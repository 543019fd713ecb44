import { action } from '../core/action.js';
import type { CustomerRef } from '../core/views.js';
import { clip, visible } from './visible.js';

/** A line of a list in Teams shows less than this anyway. */
const LONGEST_LINE = 150;
const THUMBNAIL = 'application/vnd.microsoft.card.thumbnail';

const line = (text: string): string => clip(visible(text), LONGEST_LINE);

/** What a field suggests while somebody types: the domain tells two of one name apart. Shown as it is, without markup. */
export const toTeamsSuggestions = (customers: readonly CustomerRef[]): { title: string; value: string }[] =>
  customers.map(({ id, name, domain }) => ({ title: line(domain === '' ? name : `${name} (${domain})`), value: id }));

/** Results of the message extension. Choosing one comes back to the bot, which makes the card that is put into the message. */
export function toTeamsResults(customers: readonly CustomerRef[]) {
  return customers.map((customer) => {
    const preview = { contentType: THUMBNAIL, content: previewOf(customer) };
    return { ...preview, preview };
  });
}

function previewOf({ id, name, domain }: CustomerRef) {
  return {
    title: line(name),
    text: escapeXml(line(domain)),
    tap: { type: 'invoke', value: { pd: action('account', id) } },
  };
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** The text of a thumbnail card may have tags. */
const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);
