import type { Card, Element } from '../card.js';
import { unreachable } from '../unreachable.js';
import { visible } from '../visible.js';
import type { Voice } from '../voice.js';

/** Things to choose from that a text lists before it says how many more there are. */
const MOST_CHOICES = 20;

/** A card as lines of text: for notifications in full, the command line, and clients without cards. */
export function plainText(card: Card, voice: Voice): string {
  const lines = [card.title, ...(card.subtitle === undefined ? [] : [card.subtitle])];
  for (const element of card.body) lines.push(...linesOf(element, voice));
  for (const { label, url } of card.buttons) if (url !== undefined) lines.push(labelled(label, url, voice));
  return lines.map(visible).join('\n');
}

function linesOf(element: Element, voice: Voice): string[] {
  switch (element.type) {
    case 'text':
    case 'notice':
    case 'heading':
      return [element.text];
    case 'facts':
      return element.facts.map(({ label, value }) => labelled(label, value, voice));
    case 'differences':
      return element.rows.map(({ label, before, after }) => labelled(label, `${before} → ${after}`, voice));
    case 'drift':
      return element.rows.map(({ label, before, theirs, ours }) =>
        labelled(
          label,
          `${element.labels.before} ${before}; ${element.labels.theirs} ${theirs}; ${element.labels.ours} ${ours}`,
          voice,
        ),
      );
    case 'choices':
      return choiceLines(element);
    case 'list':
      return [element.title, ...element.lines.map((line) => `• ${line}`)];
    case 'link':
      return [labelled(element.text, element.url, voice)];
    case 'divider':
    case 'buttons':
      return [];
    case 'textInput':
    case 'dateInput':
      return inputLines(element.label, element.value, element.error, voice);
    case 'customerInput':
      return inputLines(element.label, element.value?.name ?? '', element.error, voice);
    case 'choiceInput': {
      const chosen = element.options.find(({ value }) => value === element.value);
      return inputLines(element.label, chosen?.title ?? '', element.error, voice);
    }
    default:
      return unreachable(element);
  }
}

function choiceLines({ items, more }: Extract<Element, { type: 'choices' }>): string[] {
  const lines = items
    .slice(0, MOST_CHOICES)
    .map(({ title, detail }) => (detail === '' ? title : `${title} – ${detail}`));
  return items.length > MOST_CHOICES ? [...lines, more(items.length - MOST_CHOICES)] : lines;
}

/** A label that is a question is followed by no colon. */
function labelled(label: string, value: string, { t }: Voice): string {
  return /[?？]$/u.test(label) ? `${label} ${value}` : t('labelled', { label, value });
}

function inputLines(label: string, value: string, error: string | undefined, voice: Voice): string[] {
  return [labelled(label, value, voice), ...(error === undefined ? [] : [error])];
}
