import { randomUUID } from 'node:crypto';
import { type Cloud, parseConfig } from '../../../core/config.js';
import { type Core, createCore } from '../../../core/core.js';
import type { Action, Verb } from '../../../core/action.js';
import { action } from '../../../core/action.js';
import type { Answer, AnswerOf } from '../../../core/answer.js';
import { type Delivery, PlaceUnreachable, type Reader, type Recipient } from '../../../core/delivery.js';
import { createLog } from '../../canary/output.js';
import { createMetrics } from '../../canary/metrics.js';
import { placeKeyOf } from '../../../core/places.js';
import type { Act, ChatUser, CommandName, FormValues, Place, Turn } from '../../../core/turn.js';
import type { PlaceProblem } from '../../../core/watch/watch.js';
import { type Character, characters, PARTNER_TENANT, SLACK_TEAM } from '../../../sandbox/stand-in.js';
import { postgresServer } from '../store/postgres-server.js';
import { freshDatabase } from '../store/stores.js';
import { createWorld, noLimits, type World } from '../../wire/world.js';

/** A desk with a real store, the real client and the stand-ins, and a counter to stand at: no chat platform. */
export interface Counter {
  world: World;
  core: Core;
  /** What was said outside a turn: the messages that outlive forms. */
  told: { answer: Answer; reader: Reader }[];
  /** Every posted copy of a card, as it looks now. */
  copies: { answer: Answer; to: Recipient }[];
  /** What was said under copies. */
  replies: { answer: Answer; to: Recipient }[];
  /** What is the matter with places, by their keys: it is thrown at whoever writes there, and told to whoever asks. */
  problems: Map<string, PlaceProblem>;
  /** How often each place was surveyed. */
  surveys: string[];
  /** @param chat where they are another chat user than the usual one */
  as(name: string, platform?: 'slack' | 'teams', chat?: OtherChat): Guest;
  /** What the desk's clock shows. */
  now(): number;
  /** The desk's clock jumps ahead. */
  jump(ms: number): void;
  /** Ends the desk as a crash would not: for the same store to be opened again. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

export interface OtherChat {
  user?: string;
  tenant?: string;
  name?: string;
}

export interface Guest {
  user: ChatUser;
  say(command: CommandName, argument?: string): Promise<Answer>;
  press(pressed: Action | [Verb, string?, number?], values?: FormValues): Promise<Answer>;
  turn(act: Act, delivery?: string): Turn;
  /** The same person in another conversation. */
  in(place: Place): Guest;
  give(turn: Turn): Promise<Answer>;
  character: Character;
}

/**
 * On SQLite; on a PostgreSQL database of its own where TEST_POSTGRES_URL names a server.
 *
 * @param cloud the one that the desk and Partner Center are in
 */
export async function openCounter(env: Record<string, string> = {}, cloud: Cloud = 'global'): Promise<Counter> {
  const world = await createWorld({ cloud });
  const database = postgresServer === undefined ? undefined : await freshDatabase(postgresServer);
  const told: Counter['told'] = [];
  const copies: Counter['copies'] = [];
  const replies: Counter['replies'] = [];
  const problems: Counter['problems'] = new Map();
  const surveys: string[] = [];
  const reach = (place: Place) => {
    const problem = problems.get(placeKeyOf(place));
    if (problem) throw new PlaceUnreachable(problem, `test_${problem}`);
  };
  let ahead = 0;
  const delivery = (platform: 'slack' | 'teams'): Delivery => ({
    platform,
    async finish(_replyTo, answer, reader) {
      told.push({ answer, reader });
    },
    async tell(answer, reader) {
      // Somebody who is only known from a room is told in their own chat all the same.
      if (reader.place.kind === 'personal') reach(reader.place);
      told.push({ answer, reader });
    },
    async post(answer, to) {
      reach(to.place);
      copies.push({ answer, to });
      return { copy: copies.length - 1 };
    },
    async revise(address, answer) {
      const copy = copies[Number(address['copy'])];
      if (!copy) return false;
      copy.answer = answer;
      return true;
    },
    async reply(_address, answer, to) {
      reach(to.place);
      replies.push({ answer, to });
      return true;
    },
    find: async () => 'unknown',
    async survey(place) {
      const key = placeKeyOf(place);
      surveys.push(key);
      const problem = problems.get(key);
      return { ...(problem ? { problem } : {}), name: `#${key.slice(-8)}` };
    },
  });
  // A platform has to be on for the settings to be whole; no bot is started here.
  const settings = {
    ...world.env,
    SLACK_SIGNING_SECRET: 'unused-here',
    SLACK_BOT_TOKEN: 'xoxb-unused-here',
    SLACK_API_URL: `${world.baseUrl}/slack/api/`,
    ...(database ? { DATABASE_URL: database.url } : {}),
    ...env,
  };
  const open = async () => {
    const config = parseConfig(settings);
    const core = await createCore(
      { ...config, policy: { limits: noLimits, ...config.policy } },
      createLog('silent'),
      createMetrics(),
      () => Date.now() + ahead,
    );
    await core.start([delivery('slack'), delivery('teams')]);
    return core;
  };
  const counter = {
    world,
    core: await open(),
    told,
    copies,
    replies,
    problems,
    surveys,
    as: (name: string, platform: 'slack' | 'teams' = 'teams', chat: OtherChat = {}) =>
      guest(() => counter.core, name, platform, chat),
    now: () => Date.now() + ahead,
    jump(ms: number) {
      ahead += ms;
    },
    async reopen() {
      await counter.core.stop();
      counter.core = await open();
    },
    async close() {
      await counter.core.stop();
      await database?.drop();
      await world.close();
    },
  };
  return counter;
}

function guest(core: () => Core, name: string, platform: 'slack' | 'teams', chat: OtherChat, room?: Place): Guest {
  const character = characters.find((one) => one.name.startsWith(name));
  if (!character) throw new Error(`nobody is called ${name}`);
  const { standing } = character;
  const tenant = chat.tenant ?? (platform === 'teams' ? PARTNER_TENANT : SLACK_TEAM);
  const id = chat.user ?? (platform === 'teams' ? character.id : character.slackUser);
  const user: ChatUser = {
    platform,
    tenant,
    user: id,
    standing,
    ...(chat.name === undefined ? {} : { name: chat.name }),
  };
  const place: Turn['place'] =
    room ??
    (platform === 'teams'
      ? {
          platform,
          tenant,
          conversation: `a:${id}`,
          serviceUrl: 'http://127.0.0.1',
          bot: '28:bot',
          kind: 'personal',
          external: tenant !== PARTNER_TENANT,
        }
      : {
          platform,
          team: SLACK_TEAM,
          channel: `D-${id}`,
          kind: 'personal',
          external: false,
        });
  const turn = (act: Act, delivery: string = randomUUID()): Turn => ({ delivery, user, place, locale: 'en-US', act });
  const give = async (given: Turn): Promise<Answer> => {
    const accepted = await core().reception.accept(given, {});
    if (!accepted.fresh) throw new Error('this delivery is known');
    const answer = await accepted.receipt.answer({ within: 60_000 });
    if (!answer) throw new Error('no answer within a minute');
    return answer;
  };
  return {
    character,
    user,
    turn,
    in: (other) => guest(core, name, other.platform, chat, other),
    give,
    say: (command, argument = '') => give(turn({ type: 'command', command, argument })),
    press: (pressed, values = {}) =>
      give(turn({ type: 'action', action: Array.isArray(pressed) ? action(...pressed) : pressed, values })),
  };
}

/** The answer, if it is of that type; else the test fails with what it is. */
export function expectAnswer<T extends Answer['type']>(answer: Answer, type: T): AnswerOf<T> {
  if (answer.type !== type) throw new Error(`expected ${type}, got ${JSON.stringify(answer)}`);
  return answer as AnswerOf<T>;
}

/** Opens a customer's form and fills it: up to the review. */
export async function reviewOf(who: Guest, customer: string, values: FormValues): Promise<AnswerOf<'review'>> {
  const form = expectAnswer(await who.say('update', customer), 'accountForm');
  return expectAnswer(
    await who.press(['review', form.change.id, form.change.version], { ...typedIn(form), ...values }),
    'review',
  );
}

/** What a client sends of a form that nobody touched. */
export function typedIn(form: AnswerOf<'accountForm'>): FormValues {
  return Object.fromEntries(form.fields.filter(({ kind }) => kind !== 'fixed').map(({ path, value }) => [path, value]));
}
