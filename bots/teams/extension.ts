import { setTimeout as sleep } from 'node:timers/promises';
import type { Metrics } from '../../core/metrics.js';
import type { ChatUser, Place } from '../../core/turn.js';
import type { Typeahead } from '../../core/typeahead.js';
import type { CustomerRef } from '../../core/views.js';
import type { Heard } from './inbound.js';
import type { HttpAnswer, Outbound, Reading } from './outbound.js';
import type { Reference } from './reply-to.js';
import type { Rosters } from './rosters.js';
import { problemOf } from './unreachable.js';

/** Somebody who searches. */
export interface Searching {
  user: ChatUser;
  place: Place & { platform: 'teams' };
  reference: Reference;
  reading: Reading;
}

type Search = Heard & { kind: 'typing' | 'query' | 'choice' };

/** Whoever types sees suggestions while they type, or not at all. */
const TYPING_MS = 280;
/** The message extension waits for five seconds. */
const QUERY_MS = 4_000;

/**
 * Searches of whoever has a field or the message extension open. Nothing is written, so nothing is committed; the core checks
 * the role before it suggests anything.
 *
 * A customer goes into a message that somebody sends to a conversation, so that everybody in it reads the card: there has to be
 * nobody from outside, when it is searched for and when it is chosen.
 */
export function createExtension(parts: {
  typeahead: Typeahead | undefined;
  outbound: Outbound;
  rosters: Rosters;
  metrics: Metrics;
}) {
  const { typeahead, outbound, rosters, metrics } = parts;

  async function suggest({ user, reading }: Searching, text: string, most: number, ms: number): Promise<CustomerRef[]> {
    if (!typeahead) return [];
    const late = new AbortController();
    // Never rejects; what comes too late is remembered for the next letter.
    const found = typeahead.suggest({ user, locale: reading.locale, text, most });
    const tooLate = sleep(ms, [], { signal: late.signal }).catch(() => []);
    return Promise.race([found, tooLate]).finally(() => late.abort());
  }

  /** Does what puts customers before others, unless outsiders are among them. */
  async function amongColleagues(
    { place, reference, reading }: Searching,
    work: () => Promise<HttpAnswer>,
  ): Promise<HttpAnswer> {
    try {
      await rosters.insiders(place, reference);
    } catch (error) {
      const problem = problemOf(error);
      if (!problem) throw error;
      const why = problem === 'external' ? 'outsiders' : 'unreadable';
      metrics.refusedRequests.inc({ platform: 'teams', reason: why });
      return outbound.resultsLine(why, reading);
    }
    return work();
  }

  /** The id comes from a client: name and domain are those of the customer that the chooser may see. */
  async function choose(who: Searching, customer: string): Promise<HttpAnswer> {
    const found = await suggest(who, customer, 1, QUERY_MS);
    const chosen = found.find(({ id }) => id === customer.toLowerCase());
    return chosen ? outbound.shared(chosen, who.reading) : outbound.results([]);
  }

  return {
    async answer(who: Searching, heard: Search): Promise<HttpAnswer> {
      if (heard.kind === 'typing') return outbound.suggestions(await suggest(who, heard.text, heard.most, TYPING_MS));
      if (heard.kind === 'choice') return amongColleagues(who, () => choose(who, heard.customer));
      const { text, most } = heard;
      return amongColleagues(who, async () => outbound.results(await suggest(who, text, most, QUERY_MS)));
    },
  };
}
