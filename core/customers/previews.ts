import { randomUUID } from 'node:crypto';
import { failureOf } from '../changes/failure.js';
import type { Cloud, Policy } from '../config.js';
import type { Log } from '../log.js';
import { clouds } from '../partner/clouds.js';
import { createPace } from '../roles/pace.js';
import type { Viewers } from '../roles/viewer.js';
import { placeKeyOf } from '../places.js';
import type { ChatUser, Place } from '../turn.js';
import type { CustomerRef } from '../views.js';
import type { Searchable } from './named-in.js';
import { isMicrosoftId } from './names.js';

/** What a link to a page of Partner Center is about. */
export interface Previews {
  /** The hosts of Partner Center's pages in this cloud. */
  hosts: readonly string[];
  /**
   * The customer whose page a link leads to; undefined for any other link, and for everybody without the right to view
   * customers. Nothing is written. Never rejects: what cannot be looked up is no customer.
   *
   * @param locale BCP 47
   */
  customerAt(url: string, user: ChatUser, locale: string): Promise<CustomerRef | undefined>;
  /** The language of what everybody in a room reads. */
  localeIn(room: Place): string;
}

/** More links than anybody posts by hand. What is beyond it has no preview. */
const MOST_A_MINUTE = 30;

export function createPreviews(parts: {
  viewers: Viewers;
  customers: Searchable;
  cloud: Cloud;
  languages: Policy['languages'];
  log: Log;
  now: () => number;
}): Previews {
  const { viewers, customers, languages, log } = parts;
  const { portals: hosts } = clouds[parts.cloud];
  const isTooMany = createPace({ mostAMinute: MOST_A_MINUTE, now: parts.now });
  return {
    hosts,
    localeIn: (room) => languages.channels[placeKeyOf(room)] ?? languages.default,
    async customerAt(url, user, locale) {
      const id = customerIdIn(url, hosts);
      if (id === undefined || isTooMany(user)) return undefined;
      try {
        if ((await viewers(user)) === undefined) return undefined;
        const [customer] = await customers.find(id, { locale, correlationId: randomUUID() });
        return customer;
      } catch (error) {
        const failure = failureOf(error);
        if (failure) log.warn({ source: failure.source, kind: failure.kind }, 'a link has no preview');
        else log.error({ err: error }, 'a link has no preview');
        return undefined;
      }
    },
  };
}

/**
 * The customer's Microsoft ID in a link to Partner Center: the segment behind `customers`, wherever that stands
 * (`/commerce/customers/<id>/account`, `/dashboard/v2/customers/<id>/…`).
 */
export function customerIdIn(link: string, hosts: readonly string[]): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const { protocol, hostname, username, password, pathname } = new URL(link);
  if (protocol !== 'https:' || username !== '' || password !== '' || !hosts.includes(hostname)) return undefined;
  const segments = pathname.split('/');
  const id = segments[segments.findIndex((segment) => segment.toLowerCase() === 'customers') + 1];
  return id !== undefined && isMicrosoftId(id) ? id.toLowerCase() : undefined;
}
