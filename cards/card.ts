import type { Action } from '../core/action.js';
import type { CustomerRef } from '../core/views.js';

/**
 * The neutral card: plain data that says what a person sees, and nothing of how a platform draws it. Screens make it of
 * an Answer, already in the reader's language; `adaptive-card/`, `block-kit/` and `plain-text/` turn it into JSON or text.
 * Every string is plain text: the renderers escape it for their platform.
 */
export interface Card {
  title: string;
  /** For a modal's title bar, which is narrow (Slack: 24 characters); the title where absent. */
  shortTitle?: string;
  /** All of it is one line: the title, without the look of one. Then there is neither body nor button. */
  line?: true;
  /** Small print under the title: which cloud, read-only, … */
  subtitle?: string;
  /** Colours the head where the platform can: how it stands. */
  tone?: 'neutral' | 'good' | 'warning' | 'attention';
  body: Element[];
  /** Buttons below everything, first is the main one. */
  buttons: Button[];
  /** Set when the card is a form: what its submission asks for. Inputs may then stand in the body. */
  form?: { action: Action; submit: string /** closes a modal */; cancel: string; discard?: Action };
  /**
   * Set on a card that a whole room reads: what gives its reader a view of their own, with the buttons that they may press.
   * Where a platform can show one message differently to each, the shared card then has no buttons.
   */
  personal?: Action;
  /** One sentence for notifications, old clients and speech. */
  summary: string;
}

export type Element =
  | { type: 'text'; text: string; style?: 'plain' | 'strong' | 'subtle' }
  /** A sentence that must not be missed. */
  | { type: 'notice'; tone: 'info' | 'good' | 'warning' | 'attention'; text: string }
  | { type: 'heading'; text: string }
  | { type: 'facts'; facts: Fact[] }
  /** before → after, one row a field. */
  | { type: 'differences'; rows: { label: string; before: string; after: string }[] }
  /** before, theirs, ours: a field that two people changed. */
  | {
      type: 'drift';
      labels: { before: string; theirs: string; ours: string };
      rows: { label: string; before: string; theirs: string; ours: string }[];
    }
  /** Things to choose from, each with its button. */
  | {
      type: 'choices';
      items: { title: string; detail: string; button: Button }[] /** "… and 12 more", where a platform's limit cuts */;
      more: (count: number) => string;
    }
  /** Lines that belong together, under what they are about. */
  | { type: 'list'; title: string; lines: string[] }
  | { type: 'link'; text: string; url: string }
  | { type: 'divider' }
  /** Buttons where they belong, instead of below everything. */
  | { type: 'buttons'; buttons: Button[] }
  | Input;

/** `lines`: the value keeps its line breaks, because a person typed it on several lines. */
export interface Fact {
  label: string;
  value: string;
  lines?: true;
}

export type Input =
  | {
      type: 'textInput';
      /** Field path: the key under which the value comes back. */
      id: string;
      label: string;
      value: string;
      required: boolean;
      style: 'text' | 'email' | 'tel' | 'multiline';
      maxLength?: number;
      hint?: string;
      error?: string;
    }
  | {
      type: 'dateInput';
      id: string;
      label: string;
      /** yyyy-mm-dd, or empty; what is no day of the calendar is shown as empty. */
      value: string;
      required: boolean;
      hint?: string;
      error?: string;
    }
  | {
      type: 'choiceInput';
      id: string;
      label: string;
      value: string;
      required: boolean;
      /** `expanded`: all options in sight (radio buttons). */
      style: 'compact' | 'expanded';
      options: readonly { value: string; title: string /** a second line */; detail?: string }[];
      placeholder?: string;
      hint?: string;
      error?: string;
    }
  /**
   * A search for one customer: the platform asks for suggestions while somebody types (`Typeahead.suggest`). Its value is a
   * Microsoft ID; where there are no suggestions it is what was typed.
   */
  | {
      type: 'customerInput';
      id: string;
      label: string;
      /** Who is chosen already. */
      value?: CustomerRef;
      required: boolean;
      placeholder: string;
      hint?: string;
      error?: string;
    };

export interface Button {
  label: string;
  tone?: 'primary' | 'danger';
  /** Exactly one of the two: something the desk does, or a page to open. */
  action?: Action;
  url?: string;
  /** Inputs of the card are not sent and not checked (Cancel, Back). */
  ignoresInputs?: boolean;
  /** Asks before it acts. */
  confirm?: { title: string; text: string; yes: string; no: string };
}
