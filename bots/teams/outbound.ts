import type { Activity } from 'botbuilder';
import { toAdaptiveCard, toNotification, toTeamsDialog } from '../../cards/render.js';
import { type ResultsText, resultsText, type RoomText, roomText } from '../../cards/room.js';
import { toTeamsResults, toTeamsSuggestions } from '../../cards/teams-results.js';
import type { Answer } from '../../core/answer.js';
import type { CustomerRef } from '../../core/views.js';
import type { Cloud } from '../../core/config.js';
import { markCopy } from './copy-mark.js';

/** Who reads: decides language and dates. */
export interface Reading {
  locale: string;
  timeZone?: string;
}

/** What the HTTP response to an activity is. */
export interface HttpAnswer {
  status: number;
  body?: unknown;
  /** Called once the response is out. */
  sent?: () => void;
}

/** What is special about a card, apart from what it says. */
export interface Look {
  /** For a card that a room shares: the Teams user ids of those who get a view of their own. */
  refreshFor?: string[];
  /** It is a copy that the core keeps up to date: see copy-mark.ts. */
  copy?: boolean;
  /** It stands in a room: what leads to a form opens a dialog. */
  room?: boolean;
}

const CARD = 'application/vnd.microsoft.card.adaptive';
const ERROR = 'application/vnd.microsoft.error';

/** Answers as Teams wants them. */
export function createOutbound(cloud: Cloud) {
  const contextOf = ({ locale, timeZone }: Reading) => ({
    locale,
    cloud,
    ...(timeZone === undefined ? {} : { timeZone }),
  });

  function cardOf(answer: Answer, reading: Reading, { refreshFor, copy, room }: Look) {
    const drawn = toAdaptiveCard(answer, {
      ...contextOf(reading),
      ...(refreshFor === undefined ? {} : { refreshFor }),
      ...(room ? { surface: 'room' as const } : {}),
    });
    return copy ? { ...drawn, card: markCopy(drawn.card) } : drawn;
  }

  return {
    /** An answer as a message. The summary is what a notification shows. */
    message(answer: Answer, reading: Reading, look: Look = {}): Partial<Activity> {
      const { card, summary } = cardOf(answer, reading, look);
      return { type: 'message', summary, attachments: [{ contentType: CARD, content: card }] };
    },

    line(key: RoomText, reading: Reading): Partial<Activity> {
      return { type: 'message', text: roomText(key, reading.locale), textFormat: 'plain' };
    },

    /** A card in place of the pressed one, for this person only. */
    invokeCard(answer: Answer, reading: Reading, look: Look = {}): HttpAnswer {
      return invoke(200, CARD, cardOf(answer, reading, look).card);
    },

    /** A sentence under the pressed card. */
    invokeLine(key: RoomText, reading: Reading): HttpAnswer {
      return invoke(200, 'application/vnd.microsoft.activity.message', roomText(key, reading.locale));
    },

    /** A card that refreshed itself stays as everybody sees it. */
    invokeNothingOwn(reading: Reading): HttpAnswer {
      const message = roomText('nothingOwn', reading.locale);
      return invoke(500, ERROR, { code: 'NothingOwn', message });
    },

    /** The pressed card stays, with what was typed, and the answer is said in one sentence. */
    invokeSentence(code: string, answer: Answer, reading: Reading): HttpAnswer {
      return invoke(500, ERROR, { code, message: toNotification(answer, { ...reading, cloud }) });
    },

    /** The pressed card stays, with what was typed; the person is told to try again. */
    invokeUnavailable(reading: Reading): HttpAnswer {
      const message = roomText('unavailable', reading.locale);
      return invoke(500, ERROR, { code: 'Unavailable', message });
    },

    /** An answer as a dialog: opened, or in place of the one that is open. */
    dialog(answer: Answer, reading: Reading): HttpAnswer {
      const { card, title, filled } = toTeamsDialog(answer, contextOf(reading));
      const size = { width: 'medium', height: filled ? 'large' : 'medium' };
      return task({ type: 'continue', value: { title, ...size, card: { contentType: CARD, content: card } } });
    },

    /** One sentence instead of a dialog. */
    dialogLine: (key: RoomText, reading: Reading): HttpAnswer =>
      task({ type: 'message', value: roomText(key, reading.locale) }),

    /** What a field suggests while somebody types. */
    suggestions: (customers: readonly CustomerRef[]): HttpAnswer =>
      invoke(200, 'application/vnd.microsoft.search.searchResponse', { results: toTeamsSuggestions(customers) }),

    /** What a search of the message extension found. Only whoever searches sees it. */
    results: (customers: readonly CustomerRef[]): HttpAnswer =>
      extension({ type: 'result', attachmentLayout: 'list', attachments: toTeamsResults(customers) }),

    /** The card that goes into the message that somebody writes: everybody in the conversation will read it. */
    shared(customer: CustomerRef, reading: Reading): HttpAnswer {
      // Nobody but its sender may change that message: what a press on it gives is for the presser alone.
      const { card } = cardOf({ type: 'sharedCustomer', customer }, reading, { copy: true });
      const preview = toTeamsResults([customer]).map((result) => result.preview)[0];
      return extension({
        type: 'result',
        attachmentLayout: 'list',
        attachments: [{ contentType: CARD, content: card, preview }],
      });
    },

    /** One sentence instead of results. */
    resultsLine: (key: ResultsText, reading: Reading): HttpAnswer =>
      extension({ type: 'message', text: resultsText(key, reading.locale) }),
  };
}

export type Outbound = ReturnType<typeof createOutbound>;

const task = (content: object): HttpAnswer => ({ status: 200, body: { task: content } });
const extension = (composeExtension: object): HttpAnswer => ({ status: 200, body: { composeExtension } });

/** HTTP 200 whatever the code: Teams takes any other status for an app out of reach. */
function invoke(statusCode: number, type: string, value: unknown): HttpAnswer {
  return { status: 200, body: { statusCode, type, value } };
}
