import type { Activity } from 'botbuilder';
import { toAdaptiveCard } from '../../cards/render.js';
import { type RoomText, roomText } from '../../cards/room.js';
import type { Answer } from '../../core/answer.js';
import type { Cloud } from '../../core/config.js';

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

const CARD = 'application/vnd.microsoft.card.adaptive';

/** Answers as Teams wants them. */
export function createOutbound(cloud: Cloud) {
  const cardOf = (answer: Answer, reading: Reading) =>
    toAdaptiveCard(answer, {
      locale: reading.locale,
      cloud,
      ...(reading.timeZone === undefined ? {} : { timeZone: reading.timeZone }),
    });

  return {
    /** An answer as a message. The summary is what a notification shows. */
    message(answer: Answer, reading: Reading): Partial<Activity> {
      const { card, summary } = cardOf(answer, reading);
      return { type: 'message', summary, attachments: [{ contentType: CARD, content: card }] };
    },

    line(key: RoomText, reading: Reading): Partial<Activity> {
      return { type: 'message', text: roomText(key, reading.locale), textFormat: 'plain' };
    },

    /** A card in place of the pressed one, for this person only. */
    invokeCard(answer: Answer, reading: Reading): HttpAnswer {
      return invoke(200, CARD, cardOf(answer, reading).card);
    },

    /** A sentence under the pressed card. */
    invokeLine(key: RoomText, reading: Reading): HttpAnswer {
      return invoke(200, 'application/vnd.microsoft.activity.message', roomText(key, reading.locale));
    },

    /** The pressed card stays, with what was typed; the person is told to try again. */
    invokeUnavailable(reading: Reading): HttpAnswer {
      const message = roomText('unavailable', reading.locale);
      return invoke(500, 'application/vnd.microsoft.error', { code: 'Unavailable', message });
    },
  };
}

export type Outbound = ReturnType<typeof createOutbound>;

/** HTTP 200 whatever the code: Teams takes any other status for an app out of reach. */
function invoke(statusCode: number, type: string, value: unknown): HttpAnswer {
  return { status: 200, body: { statusCode, type, value } };
}
