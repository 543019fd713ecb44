import type { Suggestion } from '../console/state.js';
import { byId, h } from './dom.js';

/** The strip of things to try; pressing one types its text where it belongs and leaves Enter to you. */
export function drawSuggestions(suggestions: Suggestion[], onTry: (suggestion: Suggestion) => void): void {
  byId('try').replaceChildren(
    h('span', { class: 'try-title' }, 'Try this'),
    ...suggestions.map((suggestion) =>
      h(
        'button',
        {
          class: 'try-item',
          title: suggestion.text,
          attributes: { type: 'button', 'data-chat': suggestion.chat },
          on: { click: () => onTry(suggestion) },
        },
        suggestion.label,
      ),
    ),
  );
}
