import { randomUUID } from 'node:crypto';
import { deeds } from './actions.js';
import type { Verb } from './action.js';
import type { Answer } from './answer.js';
import { failureOf } from './changes/failure.js';
import { runnable } from './commands/command.js';
import { chooseLanguage } from './commands/language.js';
import { commands } from './commands/table.js';
import type { PolicyAction } from './config.js';
import type { Services, Visit } from './context.js';
import { journal } from './journal/journal.js';
import type { DirectoryEntry } from './roles/directory.js';
import type { EmailMatching } from './roles/email-matching.js';
import type { Linking } from './roles/linking.js';
import type { Known } from './roles/people.js';
import { may, needed } from './roles/policy.js';
import type { Role } from './roles/role.js';
import { rememberPlace } from './places.js';
import type { Act, CommandName, Turn } from './turn.js';

/** Turn → Answer: who is it, may they, and only then what do they want. */
export interface Desk {
  /** Never rejects: whatever goes wrong becomes an answer. */
  handle(turn: Turn): Promise<Answer>;
}

export interface DeskParts extends Services {
  linking: Linking;
  /** Absent: the policy does not want it. */
  emailMatching?: EmailMatching;
}

/** Commands that anyone of the organisation may give, linked or not, with a role or without. */
const openToAll: readonly CommandName[] = ['whoami', 'link', 'unlink', 'language', 'help'];
/** What somebody who has just met the desk is told to begin with, as far as they may. */
const firstCommands: readonly CommandName[] = ['find', 'update', 'help'];
/** The buttons of those. */
const openVerbs: readonly Verb[] = ['help', 'whoami', 'unlinking', 'unlink', 'language'];

export function createDesk(parts: DeskParts): Desk {
  const { people, directory, linking, policy, store, now, log } = parts;

  async function answer(turn: Turn): Promise<Answer> {
    if (turn.user.standing !== 'member') return refuse(turn, { reason: 'standing', have: [] });
    await rememberPlace(store.db, turn, now());
    const { act } = turn;
    const known = (await people.personOf(turn.user, { fresh: writes(act) })) ?? (await matchedByEmail(turn));
    if (!known) return greetUnlinked(turn);
    // Whoever was given a role a minute ago need not wait for what is remembered of them to age.
    const remembered = await directory.look(known.id, { fresh: writes(act) });
    const entry = lacking(act, remembered) ? await directory.look(known.id, { fresh: true }) : remembered;
    const lacks = lacking(act, entry);
    if (lacks) return refuse(turn, { ...lacks, have: entry.enabled ? entry.roles : [], person: known.id });
    const code = codeOf(act);
    // It cannot be theirs; whose it is, and what that means, linking knows.
    if (code !== undefined) return completeLink(turn, code);
    const { id, via } = known;
    return serve({
      ...parts,
      turn,
      person: { id, name: entry.name, via },
      roles: entry.roles,
      mayRun: runnable(commands, parts, entry.roles),
      correlationId: randomUUID(),
    });
  }

  /** What stands between somebody and what they want. Without any role one may only ask who one is, link, and get help. */
  function lacking(
    act: Act,
    entry: DirectoryEntry,
  ): { reason: 'disabled' | 'standing' | 'role'; needs?: PolicyAction } | undefined {
    if (!entry.enabled) return { reason: 'disabled' };
    if (entry.guest) return { reason: 'standing' };
    if (openCommand(act)) return undefined;
    if (!may(policy, 'use the desk', entry.roles)) return { reason: 'role' };
    const needs = needsOf(act);
    return needs === undefined || may(policy, needs, entry.roles) ? undefined : { reason: 'role', needs };
  }

  function needsOf(act: Act): PolicyAction | undefined {
    const command = commandOf(commandIn(act));
    return act.type === 'action' ? (command?.needs ?? deeds[act.action.verb].needs) : command?.needs;
  }

  const commandOf = (wanted: string | undefined) => commands.find(({ name }) => name === wanted);

  /** The command that somebody gives, by its name or by a button that leads to it. */
  function commandIn(act: Act): string | undefined {
    if (act.type === 'action') return deeds[act.action.verb].leadsTo?.(act.action, act.values);
    return act.type === 'command' ? act.command : undefined;
  }

  async function serve(visit: Visit): Promise<Answer> {
    const { act } = visit.turn;
    if (act.type === 'greeting') return welcome(visit.mayRun);
    if (act.type === 'unclear') return { type: 'unclear', text: act.text, nearest: act.nearest };
    if (act.type === 'action') return deeds[act.action.verb].run(visit, act.action, act.values);
    const command = commandOf(act.command);
    return command ? command.run(visit, act.argument) : { type: 'unclear', text: act.command, nearest: [] };
  }

  /** Nobody is linked by a card that refreshed itself, nor on the way to a sign-in. */
  async function matchedByEmail({ act, user }: Turn): Promise<Known | undefined> {
    if (act.type === 'greeting') return undefined;
    const asks = act.type === 'command' ? act.command !== 'link' && act.command !== 'help' : !('automatic' in act);
    return asks ? parts.emailMatching?.match(user) : undefined;
  }

  /** A member whom no link makes a Person: may complete one, get help, or is given the way to link. */
  async function greetUnlinked(turn: Turn): Promise<Answer> {
    const { act } = turn;
    if (act.type === 'greeting') return welcome(runnable(commands, parts, []));
    if (act.type === 'command' && act.command === 'help')
      return { type: 'help', commands: runnable(commands, parts, []) };
    if (act.type === 'command' && act.command === 'language')
      return chooseLanguage(parts.languages, turn.user, undefined, act.argument);
    if (act.type === 'action' && act.action.verb === 'language')
      return chooseLanguage(parts.languages, turn.user, undefined, act.action.id ?? '');
    const code = codeOf(act);
    return code === undefined ? { type: 'linkNeeded', ...(await linking.ask(turn)) } : completeLink(turn, code);
  }

  async function completeLink(turn: Turn, code: string): Promise<Answer> {
    const outcome = await linking.complete(turn.user, code);
    if (!outcome.ok) {
      const { ok: _not, ...why } = outcome;
      return { type: 'linkRefused', ...why };
    }
    // The answer to what they had asked, under a delivery of its own.
    const asked = outcome.turn.act;
    const before =
      asked.type === 'command' && asked.command === 'link'
        ? undefined
        : await answer({ ...outcome.turn, place: turn.place });
    return { type: 'linked', name: outcome.name, ...(before ? { answer: before } : {}) };
  }

  async function refuse(
    turn: Turn,
    why: { reason: 'role' | 'standing' | 'disabled'; have: Role[]; needs?: PolicyAction; person?: string },
  ): Promise<Answer> {
    const command = commandOf(commandIn(turn.act))?.name;
    await journal(store.db, {
      fact: 'refused',
      at: now(),
      platform: turn.user.platform,
      roles: why.have,
      detail: { reason: why.reason, user: turn.user.user, tenant: turn.user.tenant, ...(command ? { command } : {}) },
      ...(why.person ? { person: why.person } : {}),
    });
    return {
      type: 'refused',
      reason: why.reason,
      needed: needed(policy, why.needs ?? 'use the desk'),
      have: why.have,
      ...(command && why.needs ? { command } : {}),
    };
  }

  return {
    async handle(turn) {
      try {
        return await answer(turn);
      } catch (error) {
        const failure = failureOf(error);
        if (failure) {
          log.warn(
            {
              delivery: turn.delivery,
              source: failure.source,
              kind: failure.kind,
              status: failure.status,
              code: failure.code,
              correlationId: failure.correlationId,
            },
            'a turn failed',
          );
          return { type: 'failed', failure };
        }
        log.error({ delivery: turn.delivery, err: error }, 'a turn failed');
        return { type: 'failed', failure: { source: 'desk', kind: 'internal', correlationId: turn.delivery } };
      }
    },
  };
}

function openCommand(act: Act): boolean {
  if (act.type === 'greeting') return true;
  if (act.type === 'command') return openToAll.includes(act.command);
  return act.type === 'action' && openVerbs.includes(act.action.verb);
}

const welcome = (mayRun: readonly CommandName[]): Answer => ({
  type: 'welcome',
  commands: firstCommands.filter((command) => mayRun.includes(command)),
});

/** The code that completes a link, as it was typed. */
function codeOf(act: Act): string | undefined {
  if (act.type !== 'command' || act.command !== 'link') return undefined;
  return act.argument.trim() || undefined;
}

function writes(act: Act): boolean {
  return act.type === 'action' && deeds[act.action.verb].writes === true;
}
