import type { Activity } from 'botbuilder';
import { toAdaptiveCard, toNotification } from '../../cards/render.js';
import { type RoomText, roomText } from '../../cards/room.js';
import type { Answer } from '../../core/answer.js';
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
}

const CARD = 'application/vnd.microsoft.card.adaptive';
const ERROR = 'application/vnd.microsoft.error';

/** Answers as Teams wants them. */
export function createOutbound(cloud: Cloud) {
  function cardOf(answer: Answer, { locale, timeZone }: Reading, { refreshFor, copy }: Look) {
    const drawn = toAdaptiveCard(answer, {
      locale,
      cloud,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(refreshFor === undefined ? {} : { refreshFor }),
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
  };
}

export type Outbound = ReturnType<typeof createOutbound>;

/** HTTP 200 whatever the code: Teams takes any other status for an app out of reach. */
function invoke(statusCode: number, type: string, value: unknown): HttpAnswer {
  return { status: 200, body: { statusCode, type, value } };
}
