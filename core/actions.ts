import type { Action, Verb } from './action.js';
import type { Answer } from './answer.js';
import { chooseAddress, fillForm, goOn, setCountry, showStage } from './changes/account/deeds.js';
import { present } from './changes/account/draft.js';
import { submit } from './changes/account/submit.js';
import { type Change, finalStates, viewOf } from './changes/change.js';
import { showAccount } from './commands/account.js';
import { nextPage } from './commands/customers.js';
import { openForm } from './commands/update.js';
import type { PolicyAction } from './config.js';
import type { Visit } from './context.js';
import { isMicrosoftId } from './customers/names.js';
import { fieldPaths, type AccountFields, type FieldPath } from './partner/fields.js';
import { needed } from './roles/policy.js';
import { commandNames, type FormValues } from './turn.js';

/** What a button or form needs, and what it does. */
interface Deed {
  needs?: PolicyAction;
  /** Something outside the desk's own notes may be written: roles are read afresh. */
  writes?: true;
  run(visit: Visit, action: Action, values: FormValues): Promise<Answer>;
}

const gone: Answer = { type: 'stale', reason: 'gone' };

/** Every verb that a card can carry. */
export const deeds: Record<Verb, Deed> = {
  help: { run: (visit) => runCommand(visit, 'help') },
  whoami: { run: (visit) => runCommand(visit, 'whoami') },
  say: { needs: 'view customers', run: (visit, { id }) => runCommand(visit, id ?? 'help') },
  customers: {
    needs: 'view customers',
    run: (visit, { id }) => (id === undefined ? runCommand(visit, 'customers') : nextPage(visit, id)),
  },
  account: {
    needs: 'view customers',
    run: (visit, { id }) => withCustomerId(id, (customer) => showAccount(visit, customer)),
  },
  update: {
    needs: 'update account',
    run: (visit, { id }) => withCustomerId(id, (customer) => openForm(visit, customer)),
  },
  form: draftDeed((visit, change) => showStage(visit, change, 'form')),
  country: draftDeed((visit, change) => showStage(visit, change, 'country')),
  review: draftDeed((visit, change, { version }, values) =>
    fillForm(visit, { change, version, values: known(values) }),
  ),
  setCountry: draftDeed((visit, change, { version }, values) =>
    setCountry(visit, { change, version, values: known(values) }),
  ),
  address: draftDeed((visit, change, { version }, values) => chooseAddress(visit, { change, version, values })),
  discard: draftDeed(discard),
  submit: {
    needs: 'update account',
    writes: true,
    run: (visit, action) => withOwnChange(visit, action, (change) => submit(visit, change, action.version)),
  },
  again: {
    needs: 'update account',
    run: (visit, action) =>
      withOwnChange(visit, action, (change) =>
        finalStates.includes(change.state) && change.state !== 'applied' ? goOn(visit, change) : present(visit, change),
      ),
  },
  change: {
    needs: 'view customers',
    async run(visit, { id }) {
      const change = id === undefined ? undefined : await visit.changes.get(id);
      if (!change || (change.state === 'draft' && change.requester !== visit.person.id)) return gone;
      return present(visit, change);
    },
  },
};

function runCommand(visit: Visit, name: string): Promise<Answer> {
  const wanted = commandNames.find((known_) => known_ === name) ?? 'help';
  const command = visit.commands.find((candidate) => candidate.name === wanted);
  return command ? command.run(visit, '') : Promise.resolve(gone);
}

function withCustomerId(id: string | undefined, run: (customer: string) => Promise<Answer>): Promise<Answer> {
  return id !== undefined && isMicrosoftId(id) ? run(id.toLowerCase()) : Promise.resolve(gone);
}

/** A deed on a draft: by its owner, while it is one. Later it is answered with how the change stands. */
function draftDeed(run: (visit: Visit, change: Change, action: Action, values: FormValues) => Promise<Answer>): Deed {
  return {
    needs: 'update account',
    run: (visit, action, values) =>
      withOwnChange(visit, action, (change) =>
        change.state === 'draft'
          ? run(visit, change, action, values)
          : Promise.resolve({ type: 'stale', reason: 'done', change: viewOf(change) }),
      ),
  };
}

async function withOwnChange(visit: Visit, { id }: Action, run: (change: Change) => Promise<Answer>): Promise<Answer> {
  const change = id === undefined ? undefined : await visit.changes.get(id);
  if (!change) return gone;
  if (change.requester === visit.person.id) return run(change);
  return { type: 'refused', reason: 'notYours', needed: needed(visit.policy, 'update account'), have: visit.roles };
}

async function discard(visit: Visit, change: Change): Promise<Answer> {
  const discarded = await visit.changes.move(change, { to: 'withdrawn', fact: 'change.discarded' });
  return discarded
    ? { type: 'discarded', customer: change.customer }
    : present(visit, (await visit.changes.get(change.id)) ?? change);
}

/** Of submitted values those that are fields of an account; a client may send anything. */
function known(values: FormValues): AccountFields {
  const entries = Object.entries(values).filter(([path]) => fieldPaths.includes(path as FieldPath));
  return Object.fromEntries(entries) as AccountFields;
}
