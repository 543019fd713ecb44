import type { PlaceView, WatchView } from '../views.js';
import type { Watch } from './watch.js';

/** A place, for those who may know its name. */
export function placeView({ place, placeName }: Pick<Watch, 'place' | 'placeName'>): PlaceView {
  return { platform: place.platform, kind: place.kind, ...(placeName === undefined ? {} : { name: placeName }) };
}

/** A watch, for whoever may know the name of its place. */
export function viewOf(watch: Watch, { held, mayEdit }: { held: number; mayEdit: boolean }): WatchView {
  const { id, version, topic, filter, rhythm, timeZone, quiet, problem, problemSince, lastSentAt } = watch;
  return {
    id,
    version,
    topic,
    filter,
    rhythm,
    timeZone,
    ...(quiet ? { quiet } : {}),
    ...(problem ? { problem } : {}),
    ...(problemSince === undefined ? {} : { problemSince }),
    ...(lastSentAt === undefined ? {} : { lastSentAt }),
    state: watch.state === 'broken' || watch.state === 'ended' ? watch.state : 'active',
    place: placeView(watch),
    owner: watch.ownerName || watch.owner,
    held,
    mayEdit,
  };
}
