import type { ConsoleState, Suggestion } from '../console/state.js';
import { byId } from './dom.js';
import { createPartnerCenterPane } from './partner-center/pane.js';
import { drawPicker, markNews } from './picker.js';
import { firstState, follow, speak } from './server.js';
import { drawSettings } from './settings.js';
import { createSlackPane } from './slack/pane.js';
import { drawSuggestions } from './suggestions.js';
import { createTeamsPane } from './teams/pane.js';
import { attempt, toast } from './toast.js';

/** Who you are is part of the address (`#as=…`), so that two windows can be two people. */
function whoFromAddress(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get('as');
}

async function start(): Promise<void> {
  const asked = new URLSearchParams(location.search).get('language');
  // `?language=fr` is for looking at the desk in French: everybody speaks it.
  if (asked !== null) await attempt(speak(asked));
  const first = await firstState();
  const { suggestions } = first;
  /** As they are now: a language may have been set in another window. */
  let { characters } = first;
  const settings = drawSettings(first);
  const slack = createSlackPane(byId('slack'));
  const teams = createTeamsPane(byId('teams'));
  const partnerCenter = createPartnerCenterPane(byId('partner-center'));

  const show = (state: ConsoleState) => {
    slack.show(state.slack);
    teams.show(state.teams);
    partnerCenter.show(state.partnerCenter);
    ({ characters } = state);
    markNews(characters, whoFromAddress() ?? '');
    const you = characters.find(({ id }) => id === whoFromAddress());
    if (!you) return;
    settings.become(you);
    slack.tellTimeIn(you);
  };
  const become = (id: string) => {
    const person = characters.find((character) => character.id === id) ?? characters[0];
    if (!person) return;
    history.replaceState(null, '', `${location.search}#as=${person.id}`);
    drawPicker(characters, person.id, become);
    settings.become(person);
    slack.become(person);
    teams.become(person.id);
    follow(person.id, show, (lost) => document.body.classList.toggle('lost', lost));
  };
  const tryOut = (suggestion: Suggestion) => {
    if (whoFromAddress() !== suggestion.as) become(suggestion.as);
    (suggestion.chat === 'slack' ? slack : teams).type(suggestion.text);
  };
  drawSuggestions(suggestions, tryOut);
  window.addEventListener('hashchange', () => become(whoFromAddress() ?? ''));
  become(whoFromAddress() ?? '');
}

start().catch(() => toast('The sandbox does not answer. Is it still running?'));
