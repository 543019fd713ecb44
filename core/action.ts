import { z } from 'zod';

/**
 * What a button or a form can ask for. A verb names the deed, `id` the one thing it is about:
 *
 * | verb | id | values |
 * |---|---|---|
 * | `help`, `whoami` | – | – |
 * | `say` | a command's name (a suggestion for a text that was not understood) | – |
 * | `customers` | a listing (absent: everybody) | – |
 * | `account`, `update` | a customer | – |
 * | `finding` | a `CustomerCommand` (absent: `account`): open the form that searches for a customer | – |
 * | `find` | – | `customer` (a Microsoft ID, or a text), `pick` (a `CustomerCommand`) |
 * | `findIn` | a `CustomerCommand` (absent: `account`): the customers that a message names | `text`: the message |
 * | `form` | a change in draft: show its form again, typed values kept | – |
 * | `review` | a change in draft: the form was filled | the fields, by path |
 * | `country` | a change in draft: show the country step | – |
 * | `setCountry` | a change in draft | `defaultAddress.country` |
 * | `address` | a change in draft | `address`: `keep`, or the index of a suggestion |
 * | `submit` | a change in draft, as it was reviewed | – |
 * | `discard` | a change in draft | – |
 * | `again` | a conflicted or failed change: go on as its successor | – |
 * | `change` | any change: show how it stands, with what the presser may do | – |
 * | `permission` | a customer | – |
 * | `ask` | `<customer>/<give or remove>/<resource>`: open the form that asks for it | – |
 * | `propose` | a change in draft: the form was filled | `reason`, `until` (yyyy-mm-dd, or empty) |
 * | `home` | – | – |
 * | `approvals` | – | – |
 * | `approving`, `declining`, `breaking`, `reviewing` | a change: open the form of that decision | – |
 * | `approve`, `decline`, `breakGlass`, `reviewed` | a change, as the form showed it (version: its revision) | `reason` |
 * | `withdraw` | a change that was asked for by the presser | – |
 * | `undo` | an applied change: open its inverse | – |
 * | `history` | a customer; `<customer>/<seq>`: what was done before that | – |
 * | `watches` | – | – |
 * | `watching` | a watch: open its form | – |
 * | `saveWatch` | a watch, as the form showed it | those of `WatchFormValues` |
 * | `watchCustomer` | `<watch>/<customer>`: the customer that it is about | – |
 * | `testWatch`, `unwatch` | a watch | – |
 * | `unlinking`, `unlink` | a link: ask whether it shall end; end it | – |
 * | `links` | a listing (absent: all of them) | – |
 * | `language` | a language's tag, or `auto` for the chat's own (absent: ask) | – |
 * | `report` | an announcement: where it was delivered | – |
 */
export const verbs = [
  'help',
  'whoami',
  'say',
  'customers',
  'account',
  'update',
  'finding',
  'find',
  'findIn',
  'form',
  'review',
  'country',
  'setCountry',
  'address',
  'submit',
  'discard',
  'again',
  'change',
  'permission',
  'ask',
  'propose',
  'home',
  'approvals',
  'approving',
  'declining',
  'breaking',
  'reviewing',
  'approve',
  'decline',
  'breakGlass',
  'reviewed',
  'withdraw',
  'undo',
  'history',
  'watches',
  'watching',
  'saveWatch',
  'watchCustomer',
  'testWatch',
  'unwatch',
  'report',
  'unlinking',
  'unlink',
  'links',
  'language',
] as const;

export type Verb = (typeof verbs)[number];

/** Verbs whose answer is a form, or a step of one: some surfaces open those in a window of their own. */
const formVerbs: readonly Verb[] = [
  'update',
  'finding',
  'form',
  'again',
  'country',
  'ask',
  'approving',
  'declining',
  'breaking',
  'reviewing',
  'undo',
  'watching',
];

export const opensForm = (verb: Verb): boolean => formVerbs.includes(verb);

/** The format of an action on the wire. Cards of an older release carry an older number and still resolve. */
const ACTION_FORMAT = 1;

/**
 * What a card carries, and all that it carries: a verb, the id of a thing, and the version of it that was shown.
 * It comes back from a chat client and is therefore attacker-controlled: it says what is asked, never what may be done.
 */
export const actionSchema = z.strictObject({
  v: z.literal(ACTION_FORMAT).default(ACTION_FORMAT),
  verb: z.enum(verbs),
  id: z.string().min(1).max(100).optional(),
  version: z.number().int().nonnegative().optional(),
});

export type Action = z.infer<typeof actionSchema>;

/** Shorthand for the actions that answers offer. */
export function action(verb: Verb, id?: string, version?: number): Action {
  return {
    v: ACTION_FORMAT,
    verb,
    ...(id === undefined ? {} : { id }),
    ...(version === undefined ? {} : { version }),
  };
}
