import type * as Library from 'adaptivecards';
import { byClient, byDesk, h } from '../dom.js';
import { hostConfig } from './host-config.js';
import { markdown } from './markdown.js';
import { animateSearch, type Suggest, withFixedChoices } from './typeahead.js';

/** The library comes as a script of its own (its ES modules do not load unbundled) and leaves one global. */
declare const AdaptiveCards: typeof Library;

export interface CardEvents {
  execute(verb: string, data: Record<string, unknown>): Promise<void>;
  submit(data: Record<string, unknown>): Promise<void>;
  /** Opens a dialog. */
  fetch(data: Record<string, unknown>): Promise<void>;
  suggest: Suggest;
}

let prepared = false;

/** Draws an Adaptive Card with Microsoft's own library, as Teams does, and hands its actions on with the inputs merged in. */
export function drawCard(payload: unknown, events: CardEvents): HTMLElement {
  prepare();
  const holder = h('div', { class: 'card', ...byDesk });
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig);
  card.parse(withFixedChoices(payload));
  const busy = (work: Promise<void>) => {
    holder.classList.add('busy');
    holder.inert = true;
    void work.finally(() => {
      holder.classList.remove('busy');
      holder.inert = false;
    });
  };
  card.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.OpenUrlAction) open(action.url);
    else if (action instanceof AdaptiveCards.ExecuteAction) busy(events.execute(action.verb, dataOf(action.data)));
    else if (action instanceof AdaptiveCards.SubmitAction) {
      const data = dataOf(action.data);
      busy(opensDialog(data) ? events.fetch(data) : events.submit(data));
    }
  };
  const element = card.render();
  nameChosen(card);
  const searched = card.getAllInputs().filter((input) => input instanceof AdaptiveCards.ChoiceSetInput);
  animateSearch(payload, searched, (title, value) => new AdaptiveCards.Choice(title, value), events.suggest);
  holder.append(element ?? h('p', byClient, '(This card cannot be shown.)'));
  tidy(holder);
  return holder;
}

/**
 * A list that is searched by typing shows the name of what is chosen, and is named by its label, as in Teams; the library shows
 * the code, and names what stands around the input.
 */
function nameChosen(card: Library.AdaptiveCard): void {
  for (const input of card.getAllInputs()) {
    if (!(input instanceof AdaptiveCards.ChoiceSetInput) || input.style !== 'filtered') continue;
    const box = input.renderedElement?.querySelector('input');
    const chosen = input.choices.find(({ value }) => value === input.defaultValue);
    if (!box) continue;
    if (chosen?.title) box.value = chosen.title;
    const label = box.closest('[aria-labelledby]')?.getAttribute('aria-labelledby');
    if (label) box.setAttribute('aria-labelledby', label);
  }
}

/** Settings of the library that hold for all cards. */
function prepare(): void {
  if (prepared) return;
  prepared = true;
  AdaptiveCards.GlobalSettings.useMarkdownInRadioButtonAndCheckbox = false;
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = markdown(text);
    result.didProcess = true;
  };
}

function dataOf(data: unknown): Record<string, unknown> {
  return typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
}

const opensDialog = (data: Record<string, unknown>): boolean => dataOf(data['msteams'])['type'] === 'task/fetch';

function open(url: string | undefined): void {
  if (url && /^https?:\/\//i.test(url)) window.open(url, '_blank', 'noopener');
}

/** Links in texts open beside the page, never in its place. */
function tidy(holder: HTMLElement): void {
  for (const anchor of holder.querySelectorAll('a')) {
    anchor.target = '_blank';
    anchor.rel = 'noopener noreferrer';
  }
}
