import { placeKeyOf } from '../places.js';
import { recentNews } from '../watch/report.js';
import { noteVisit } from '../watch/rights.js';
import { viewsFor } from '../watch/show.js';
import { placeView } from '../watch/view.js';
import { watchesOfOwner, watchesOfPlace } from '../watch/watches.js';
import type { Command } from './command.js';

/** What is watched here, what I watch elsewhere, and what was announced last, with who has got it. */
export const watches: Command = {
  name: 'watches',
  needs: 'view customers',
  async run(visit) {
    await noteVisit(visit);
    const { place } = visit.turn;
    const placeKey = placeKeyOf(place);
    const here = await watchesOfPlace(visit, placeKey);
    const mine = (await watchesOfOwner(visit, visit.person.id)).filter((watch) => watch.placeKey !== placeKey);
    const placeName = here.find((watch) => watch.placeName !== undefined)?.placeName;
    return {
      type: 'watches',
      place: placeView({ place, ...(placeName === undefined ? {} : { placeName }) }),
      here: await viewsFor(visit, here),
      mine: await viewsFor(visit, mine),
      recent: await recentNews(visit.store.db),
    };
  },
};
