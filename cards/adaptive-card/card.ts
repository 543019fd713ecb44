import type { Button, Card } from '../card.js';
import type { Voice } from '../voice.js';
import { actionJson } from './actions.js';
import { elementJson, head } from './elements.js';
import { MOST_ACTIONS, MOST_BYTES, MOST_CHOICES, MOST_REFRESHED, sizeOf, TEXT_LENGTHS } from './limits.js';
import type { AdaptiveCardJson } from './schema.js';
import { penFor, textBlock } from './text.js';

/**
 * A card as Adaptive Card 1.5. One that is too large first shows fewer things to choose from ("… and 12 more"), then shorter
 * texts ("…", and a line that says so). Inputs are always whole. `refreshFor`: who is to get a view of their own (`29:…`).
 */
export function adaptiveCard(shown: Card, voice: Voice, refreshFor: readonly string[] = []): AdaptiveCardJson {
  const card = shared(shown, voice, refreshFor);
  let choices = Math.min(
    MOST_CHOICES,
    Math.max(0, ...card.body.map((element) => (element.type === 'choices' ? element.items.length : 0))),
  );
  let json = draw(card, choices, TEXT_LENGTHS[0], voice, refreshFor);
  while (choices > 1 && sizeOf(json) > MOST_BYTES) {
    choices = Math.max(1, Math.min(choices - 1, Math.floor((choices * MOST_BYTES) / sizeOf(json))));
    json = draw(card, choices, TEXT_LENGTHS[0], voice, refreshFor);
  }
  for (const length of TEXT_LENGTHS) {
    if (sizeOf(json) <= MOST_BYTES) break;
    json = draw(card, choices, length, voice, refreshFor);
  }
  return json;
}

/**
 * What everybody in a room sees: no buttons, because those who may press one get a view of their own. Where that may not
 * reach all of them, one button asks for it, as long as there is anything to do.
 */
function shared(card: Card, { t }: Voice, refreshFor: readonly string[]): Card {
  if (card.personal === undefined) return card;
  const reachesAll = refreshFor.length > 0 && refreshFor.length < MOST_REFRESHED;
  return {
    ...card,
    buttons: reachesAll || card.buttons.length === 0 ? [] : [{ label: t('buttons.show'), action: card.personal }],
  };
}

function refreshJson({ personal }: Card, refreshFor: readonly string[]): Pick<AdaptiveCardJson, 'refresh'> {
  if (personal === undefined || refreshFor.length === 0) return {};
  const action = { type: 'Action.Execute', verb: personal.verb, data: { pd: personal } } as const;
  return { refresh: { action, userIds: refreshFor.slice(0, MOST_REFRESHED) } };
}

function draw(
  card: Card,
  choices: number,
  length: number,
  voice: Voice,
  refreshFor: readonly string[],
): AdaptiveCardJson {
  const pen = penFor(length);
  const body = [head(card, pen), ...card.body.flatMap((element) => elementJson(element, pen, choices, voice))];
  const actions = buttonsOf(card, voice).map((button) => actionJson(button, pen));
  if (pen.shortened()) body.push(textBlock(pen.write(voice.t('shortened')), { isSubtle: true }));
  for (let from = MOST_ACTIONS; from < actions.length; from += MOST_ACTIONS) {
    body.push({ type: 'ActionSet', actions: actions.slice(from, from + MOST_ACTIONS) });
  }
  const spoken = pen.plain(card.summary);
  return {
    type: 'AdaptiveCard',
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    version: '1.5',
    msteams: { width: 'Full' },
    fallbackText: spoken,
    speak: spoken,
    ...refreshJson(card, refreshFor),
    body,
    ...(actions.length > 0 ? { actions: actions.slice(0, MOST_ACTIONS) } : {}),
  };
}

/** A form's own buttons around the others: submit first, discard last. */
function buttonsOf({ form, buttons }: Card, { t }: Voice): Button[] {
  if (form === undefined) return buttons;
  return [
    { label: form.submit, tone: 'primary', action: form.action },
    ...buttons,
    ...(form.discard === undefined
      ? []
      : [{ label: t('buttons.discard'), tone: 'danger', action: form.discard, ignoresInputs: true } as const]),
  ];
}
