import { action } from '../action.js';
import type { Answer } from '../answer.js';
import type { Visit } from '../context.js';
import { type LinkListing, openLinkListing, pageOfLinks } from '../roles/link-list.js';
import type { Command } from './command.js';

/** For administrators: who is linked where, since when and how, to look through and to end. */
export const links: Command = {
  name: 'links',
  needs: 'manage links',
  argument: 'text',
  run: (visit, argument) =>
    showPage(visit, { ...(argument.trim() === '' ? {} : { query: argument.trim() }), configured: 0 }),
};

/** Another page of the list. */
export async function nextLinks(visit: Visit, id: string): Promise<Answer> {
  const listing = await openLinkListing(visit, visit.person.id, id);
  return listing ? showPage(visit, listing) : { type: 'stale', reason: 'gone' };
}

async function showPage(visit: Visit, listing: LinkListing): Promise<Answer> {
  const { items, count, more } = await pageOfLinks(visit, visit.person.id, listing);
  return {
    type: 'links',
    items,
    count,
    ...(listing.query === undefined ? {} : { query: listing.query }),
    ...(more === undefined ? {} : { more: action('links', more) }),
  };
}
