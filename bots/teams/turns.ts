import type { Answer } from '../../core/answer.js';
import type { Log } from '../../core/log.js';
import type { Receipt, Reception } from '../../core/reception.js';
import type { Turn } from '../../core/turn.js';
import type { Connector } from './connector.js';
import { ConnectorError } from './connector-error.js';
import type { Gates } from './gates.js';
import type { HttpAnswer, Outbound } from './outbound.js';
import type { Reference, ReplyTo } from './reply-to.js';
import { patiently, replaceOrSend } from './saying.js';

/** A turn together with where and to whom it is answered. */
export interface Asked {
  turn: Turn;
  reference: Reference;
  /** The asker's Teams user id. */
  mri: string;
  /** The card that was pressed or submitted. */
  card?: string;
  /** It is a copy that the core keeps up to date: nothing but `Delivery.revise` changes it. */
  copy?: boolean;
}

type Handle = (asked: Asked) => Promise<HttpAnswer>;

/**
 * The two ways to answer. A message is acknowledged once it is stored and answered by messages; a press is answered in its
 * HTTP response. Both throw when the store is down.
 */
export function createTurns(parts: {
  reception: Reception;
  connector: Connector;
  outbound: Outbound;
  gates: Gates;
  /** Keeps work that goes on after the response, and logs its failure. */
  background: (work: Promise<unknown>) => void;
  /** ms; an answer that takes longer is shown as "working" first. */
  inlineMs: number;
  /** ms; a card that refreshes itself waits so long. */
  refreshMs: number;
  log: Log;
}): { message: Handle; invoke: Handle; silent: Handle } {
  const { reception, connector, outbound, gates, background, inlineMs, refreshMs, log } = parts;

  /** A card into the asker's private chat and a line into the room. Gives where the card stands, if it could be said. */
  async function sayPrivately({ reference, mri, turn }: Asked, answer: Answer): Promise<ReplyTo | undefined> {
    try {
      const personal = await connector.openPersonal(reference, mri, turn.user.tenant);
      const message = await connector.send(personal, outbound.message(answer, turn));
      await connector.send(reference, outbound.line('answeredPrivately', turn));
      return { to: 'message', reference: personal, message };
    } catch (error) {
      if (!(error instanceof ConnectorError) || !error.final) throw error;
      log.info({ code: error.code }, 'somebody cannot be written to privately');
      await connector.send(reference, outbound.line('cannotReachYou', turn));
      return undefined;
    }
  }

  /** A card into a private chat: in place of the submitted one, or as a new message. */
  async function sayHere({ reference, card, copy, turn }: Asked, answer: Answer): Promise<ReplyTo> {
    const activity = outbound.message(answer, turn);
    const message = await (card === undefined || copy
      ? connector.send(reference, activity)
      : replaceOrSend(connector, reference, card, activity));
    return { to: 'message', reference, message };
  }

  async function answerByMessage(asked: Asked, receipt: Receipt): Promise<void> {
    const say = asked.reference.kind === 'personal' ? sayHere : sayPrivately;
    const answer = await receipt.answer({ within: inlineMs, late: () => say(asked, { type: 'working' }) });
    if (answer) await patiently(() => say(asked, answer));
  }

  /** What a press shows whose answer is not there yet. */
  function later({ turn, reference, copy }: Asked): HttpAnswer {
    if (reference.kind !== 'personal' || copy) return outbound.invokeLine('answerFollows', turn);
    return outbound.invokeCard({ type: 'working' }, turn);
  }

  /** Teams shows somebody a card and asks for their view of it. Whatever comes of it, nothing is written anywhere else. */
  async function refresh({ turn, reference, copy = false }: Asked): Promise<HttpAnswer> {
    const accepted = await reception.accept(turn, { to: 'nobody' } satisfies ReplyTo);
    const answer = accepted.fresh ? await accepted.receipt.answer({ within: refreshMs }) : accepted.answer;
    if (!answer || !ownViews.includes(answer.type)) return outbound.invokeNothingOwn(turn);
    return outbound.invokeCard(answer, turn, { copy, room: reference.kind !== 'personal' });
  }

  return {
    /** The desk takes note of the turn, and nobody hears of it. */
    async silent({ turn }) {
      const accepted = await reception.accept(turn, { to: 'nobody' } satisfies ReplyTo);
      if (accepted.fresh) background(accepted.receipt.answer({ within: refreshMs }));
      return { status: 200 };
    },

    async message(asked) {
      const accepted = await reception.accept(asked.turn, firstReplyTo(asked));
      if (!accepted.fresh && accepted.limited?.tell && accepted.answer) {
        const { answer } = accepted;
        background(
          asked.reference.kind === 'personal' ? sayHere({ ...asked, copy: true }, answer) : sayPrivately(asked, answer),
        );
      }
      // A repetition: the first delivery is being answered, or was.
      if (accepted.fresh) background(answerByMessage(asked, accepted.receipt));
      return { status: 200 };
    },

    async invoke(asked) {
      const { turn, reference, card, copy = false } = asked;
      if (turn.act.type === 'action' && turn.act.automatic) return refresh(asked);
      const personal = reference.kind === 'personal';
      const look = { copy, room: !personal };
      const accepted = await reception.accept(turn, firstReplyTo(asked));
      if (!accepted.fresh && accepted.limited && accepted.answer)
        return outbound.invokeSentence('TooMany', accepted.answer, turn);
      if (!accepted.fresh) return accepted.answer ? outbound.invokeCard(accepted.answer, turn, look) : later(asked);

      const open = card === undefined ? () => {} : gates.close(reference, card);
      let reached = true;
      try {
        const answer = await accepted.receipt.answer({
          within: inlineMs,
          late: async () => {
            if (personal) return undefined;
            const place = await sayPrivately(asked, { type: 'working' });
            reached = place !== undefined;
            return place;
          },
        });
        if (!answer && personal) return { ...later(asked), sent: open };
        if (!answer)
          return { ...outbound.invokeLine(reached ? 'answeredPrivately' : 'cannotReachYou', turn), sent: open };

        const response = outbound.invokeCard(answer, turn, look);
        if (!personal || card === undefined || copy) return { ...response, sent: open };
        // The answer replaces the card on this screen only: the stored message must follow, or a reload brings it back.
        const follow = async () => {
          open();
          await gates.passed(reference, card);
          await patiently(() => connector.update(reference, card, outbound.message(answer, turn)));
        };
        return { ...response, sent: () => background(follow()) };
      } catch (error) {
        open();
        throw error;
      }
    },
  };
}

/** What a card may become by itself. A refusal or a failure in its place would hide what everybody else can read. */
const ownViews: readonly Answer['type'][] = ['approval', 'change'];

function firstReplyTo({ turn, reference, mri, card, copy }: Asked): ReplyTo {
  if (turn.place.platform !== 'teams' || reference.kind !== 'personal') return { to: 'asker', reference, user: mri };
  return card === undefined || copy ? { to: 'conversation', reference } : { to: 'message', reference, message: card };
}
