import type { Answer } from '../../../core/answer.js';
import type { Recipient } from '../../../core/delivery.js';
import { type CopyContents, createCopies, insertCopies, touchCopies } from '../../../core/jobs/copies.js';
import { createOutbox } from '../../../core/jobs/outbox.js';
import { createSender, type SenderOptions } from '../../../core/jobs/sender.js';
import { createMetrics } from '../../canary/metrics.js';
import type { Store } from '../../../core/store/open.js';
import { inTransaction } from '../../../core/store/transaction.js';
import { silent, testClock, testSealer } from '../store/stores.js';
import { createChat } from './chat.js';

/** A channel of Slack or Teams, as a watch has it. */
export function channelOf(name: string, platform: 'slack' | 'teams' = 'slack'): Recipient {
  if (platform === 'slack') {
    const place = { platform, team: 'T1', channel: name, kind: 'channel', external: false } as const;
    return { platform, locale: 'en', place };
  }
  const address = { conversation: name, serviceUrl: 'https://smba.example/', bot: '28:b' };
  return { platform, locale: 'en', place: { platform, tenant: 't', ...address, kind: 'group', external: false } };
}

/** What a card of this version shows. */
export const shows = (subject: string, version: number): Answer => ({
  type: 'nothingFound',
  query: `${subject} v${version}`,
});

/** A desk's delivery side with both chats, by a clock that is moved. Subjects have a version, and nothing else. */
export function createFanOut(store: Store) {
  const world = testClock();
  let wrongBy = 0;
  /** The desk's own clock may be wrong; those of the platforms are right. */
  const clock = {
    now: () => world.now() + wrongBy,
    forward(ms: number) {
      world.forward(ms);
    },
    setBack(ms: number) {
      wrongBy -= ms;
    },
  };
  const sealer = testSealer();
  const slack = createChat('slack', world.now);
  const teams = createChat('teams', world.now);
  const versions = new Map<string, number>();
  const metrics = createMetrics();
  const contents: CopyContents = {
    async now({ subject, watch }) {
      const version = versions.get(subject);
      if (version === undefined) return undefined;
      const followUp = watch === null ? {} : { followUp: shows(`${subject} follow`, version) };
      return { answer: shows(subject, version), version, ...followUp };
    },
  };
  const copies = createCopies({ db: store.db, sealer, contents, now: clock.now });
  const outboxOf = (owner: string, on = store) => createOutbox({ store: on, sealer, owner, now: clock.now });
  const outbox = outboxOf('one');

  /** A process of its own on the same store. */
  function senderOf(owner: string, options: Partial<SenderOptions> = {}) {
    const deliveries = [slack.delivery, teams.delivery];
    const common = { copies, deliveries, log: silent, now: clock.now, metrics, random: () => 0.5 };
    return createSender({ outbox: outboxOf(owner), ...common, ...options });
  }

  return {
    store,
    clock,
    sealer,
    slack,
    teams,
    metrics,
    outbox,
    outboxOf,
    copies,
    senderOf,
    /** A notice of a subject to these places. */
    announce(subject: string, to: readonly Recipient[], given: { watch?: string; dueAt?: number } = { watch: 'w' }) {
      versions.set(subject, versions.get(subject) ?? 1);
      // What is announced later comes later.
      clock.forward(1);
      const targets = to.map((recipient) => ({ key: `watch:${keyOf(recipient)}`, recipient }));
      const about = { about: 'happening' as const, id: subject, ...(given.watch ? { watch: given.watch } : {}) };
      return inTransaction(store.db, (tx) =>
        insertCopies({ outbox, sealer, now: clock.now }, tx, about, targets, given.dueAt),
      );
    },
    /** The subject moves: its copies follow, with a line under them. */
    async move(subject: string, follow = true) {
      const version = (versions.get(subject) ?? 0) + 1;
      await inTransaction(store.db, (tx) =>
        touchCopies(outbox, tx, { about: 'happening', id: subject, version, follow }),
      );
      versions.set(subject, version);
      return version;
    },
    /** Lets the clock run until nothing waits, or so many ms have passed. */
    async run(sender: ReturnType<typeof senderOf>, atMostMs = 24 * 3_600_000) {
      const end = clock.now() + atMostMs;
      for (let next = await sender.round(); next !== undefined; next = await sender.round()) {
        if (next > end) break;
        clock.forward(Math.max(0, next - clock.now()));
      }
    },
    rows: () => store.db.selectFrom('outbox').selectAll().orderBy('createdAt').execute(),
  };
}

const keyOf = ({ place }: Recipient) => (place.platform === 'slack' ? place.channel : place.conversation);
