import type { Insertable, Selectable } from 'kysely';
import type { Reader } from '../delivery.js';
import { openJson, sealJson } from '../jobs/sealed-json.js';
import type { Sealer } from '../store/sealer.js';
import type { WatchesTable } from '../store/tables.js';
import type { Place } from '../turn.js';
import type { PlaceProblem, QuietHours, Rhythm, Watch, WatchFilter } from './watch.js';

export type WatchRow = Selectable<WatchesTable>;

/** A watch without its owner's chat, which is sealed: all that is needed to decide what it is told. */
export type Listener = Omit<Watch, 'ownerReader'> & { createdAt: number };

// JSON of these rows is written by this folder alone, and read back by it alone.
export function listenerOf(row: WatchRow): Listener {
  return {
    id: row.id,
    version: row.version,
    state: row.state,
    topic: row.topic,
    place: JSON.parse(row.placeJson) as Place,
    placeKey: row.placeKey,
    ...(row.placeName === null ? {} : { placeName: row.placeName }),
    filter: JSON.parse(row.filterJson) as WatchFilter,
    rhythm: JSON.parse(row.rhythmJson) as Rhythm,
    ...(row.quietJson === null ? {} : { quiet: JSON.parse(row.quietJson) as QuietHours }),
    timeZone: row.timeZone,
    locale: row.locale,
    owner: row.owner,
    ownerName: row.ownerName,
    ...(row.problem === null ? {} : { problem: row.problem as PlaceProblem }),
    ...(row.problemSince === null ? {} : { problemSince: row.problemSince }),
    ...(row.lastSentAt === null ? {} : { lastSentAt: row.lastSentAt }),
    createdAt: row.createdAt,
  };
}

/** @throws when the owner's chat was sealed with a key that is not known any more */
export function watchOf(sealer: Sealer, row: WatchRow): Watch {
  const { createdAt: _, ...listener } = listenerOf(row);
  return { ...listener, ownerReader: openJson(sealer, row.ownerReaderSealed, contextOf(row.id)) as Reader };
}

/** The columns of what somebody can choose. */
export function choiceOf({ filter, rhythm, quiet, timeZone }: Pick<Watch, 'filter' | 'rhythm' | 'quiet' | 'timeZone'>) {
  return {
    customer: filter.customer?.id ?? null,
    country: filter.country ?? null,
    filterJson: JSON.stringify(filter),
    rhythmJson: JSON.stringify(rhythm),
    quietJson: quiet ? JSON.stringify(quiet) : null,
    timeZone,
  };
}

/** A new row. @param now ms since the epoch */
export function rowOf(sealer: Sealer, watch: Watch, now: number): Insertable<WatchesTable> {
  return {
    id: watch.id,
    version: watch.version,
    state: watch.state,
    topic: watch.topic,
    platform: watch.place.platform,
    placeKey: watch.placeKey,
    placeJson: JSON.stringify(watch.place),
    placeName: watch.placeName ?? null,
    ...choiceOf(watch),
    locale: watch.locale,
    owner: watch.owner,
    ownerName: watch.ownerName,
    ownerReaderSealed: sealJson(sealer, watch.ownerReader, contextOf(watch.id)),
    problem: watch.problem ?? null,
    problemSince: watch.problemSince ?? null,
    createdAt: now,
    updatedAt: now,
  };
}

function contextOf(id: string): string {
  return `watch:${id}`;
}
