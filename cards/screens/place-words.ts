import type { PlaceView } from '../../core/views.js';
import type { PlaceProblem } from '../../core/watch/watch.js';
import type { Element } from '../card.js';
import type { Voice } from '../voice.js';

const platformNames = { slack: 'Slack', teams: 'Microsoft Teams' } as const;

/** A conversation as people know it: "#customers (Slack)". */
export function placeName({ name, kind, platform }: PlaceView, { t }: Voice): string {
  return t('places.in', { place: name || t(`places.${kind}`), platform: platformNames[platform] });
}

/** What stands in the way there. */
export const problemSentence = (problem: PlaceProblem, { t }: Voice): string => t(`problems.${problem}`);

/** What stands in the way, since when, what to do about it, and that nothing is lost meanwhile. */
export function problemElements(
  { place, problem, problemSince }: { place: PlaceView; problem?: PlaceProblem; problemSince?: number },
  voice: Voice,
): Element[] {
  if (problem === undefined) return [];
  const { t } = voice;
  const since = problemSince === undefined ? [] : [t('problems.since', { time: voice.dateTime(problemSince) })];
  return [
    { type: 'notice', tone: 'warning', text: voice.sentences([problemSentence(problem, voice), ...since]) },
    { type: 'text', text: remedy(problem, place, voice) },
    { type: 'text', text: t('problems.kept'), style: 'subtle' },
  ];
}

function remedy(problem: PlaceProblem, { platform }: PlaceView, { t }: Voice): string {
  return problem === 'archived' || problem === 'external'
    ? t(`problems.remedy.${problem}`)
    : t(`problems.remedy.${problem}.${platform}`);
}
