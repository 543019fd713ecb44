import type { Action, Verb } from './action.js';
import type { Answer } from './answer.js';
import type { DecisionView } from './views.js';
import { chooseAddress, fillForm, setCountry, showStage } from './changes/account/deeds.js';
import { present } from './changes/account/draft.js';
import { submit } from './changes/account/submit.js';
import { type Change, finalStates, viewOf } from './changes/change.js';
import { decide, openDecision } from './changes/approval/decide.js';
import { journalRefusal } from './changes/approval/refusal.js';
import { undo, withdraw } from './changes/approval/undo.js';
import { showStanding } from './changes/approval/view.js';
import { askFor, submitPermission } from './changes/permission/draft.js';
import { showPermission } from './changes/permission/show.js';
import { gone, lacksRole, withAskedChange, withOwnChange } from './changes/reach.js';
import { goOnWith, showAnything, showDraft } from './changes/standing.js';
import { showAccount } from './commands/account.js';
import { nextPage } from './commands/customers.js';
import { openHistory } from './commands/history.js';
import { showHome } from './commands/home.js';
import { pickLanguage } from './commands/language.js';
import { nextLinks } from './commands/links.js';
import { commands } from './commands/table.js';
import { askToUnlink, endLink } from './commands/unlink.js';
import { openForm } from './commands/update.js';
import { customerCommand, findInMessage, openFindForm, submitFindForm } from './commands/find-form.js';
import type { PolicyAction } from './config.js';
import type { Visit } from './context.js';
import { isMicrosoftId } from './customers/names.js';
import { fieldPaths, type AccountFields, type FieldPath } from './partner/fields.js';
import { commandNames, type FormValues } from './turn.js';
import { chooseCustomer, endOne, openWatch, saveWatch, testWatch } from './watch/deeds.js';
import { showReport } from './watch/report.js';

/** What a button or form needs, and what it does. */
interface Deed {
  needs?: PolicyAction;
  /** Something outside the desk's own notes may be written: roles are read afresh. */
  writes?: true;
  /** The command that it leads to, as the card says: who may not give that command may not press this either. */
  leadsTo?(action: Action, values: FormValues): string | undefined;
  run(visit: Visit, action: Action, values: FormValues): Promise<Answer>;
}

/** Every verb that a card can carry. */
export const deeds: Record<Verb, Deed> = {
  help: { run: (visit) => runCommand(visit, 'help') },
  whoami: { run: (visit) => runCommand(visit, 'whoami') },
  say: {
    needs: 'view customers',
    leadsTo: ({ id }) => id,
    run: (visit, { id }) => runCommand(visit, id ?? 'help'),
  },
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
  finding: {
    needs: 'view customers',
    leadsTo: ({ id }) => customerCommand(id),
    run: (visit, { id }) => openFindForm(visit, id),
  },
  find: {
    needs: 'view customers',
    leadsTo: (_action, { pick }) => customerCommand(pick),
    run: (visit, _action, values) => submitFindForm(visit, values),
  },
  findIn: {
    needs: 'view customers',
    leadsTo: ({ id }) => customerCommand(id),
    run: (visit, { id }, { text }) => findInMessage(visit, id, text ?? ''),
  },
  form: draftDeed((visit, change) =>
    change.kind === 'purchase' ? showDraft(visit, change) : showStage(visit, change, 'form'),
  ),
  country: draftDeed((visit, change, _action, values) => showStage(visit, change, 'country', known(values)), 'account'),
  review: draftDeed(
    (visit, change, { version }, values) => fillForm(visit, { change, version, values: known(values) }),
    'account',
  ),
  setCountry: draftDeed(
    (visit, change, { version }, values) => setCountry(visit, { change, version, values: known(values) }),
    'account',
  ),
  address: draftDeed(
    (visit, change, { version }, values) => chooseAddress(visit, { change, version, values }),
    'account',
  ),
  discard: draftDeed(discard),
  submit: {
    needs: 'update account',
    writes: true,
    run: (visit, action) =>
      withOwnChange(visit, action, (change) =>
        change.kind === 'account' ? submit(visit, change, action.version) : showAnything(visit, change),
      ),
  },
  again: {
    needs: 'view customers',
    run: (visit, action) =>
      withOwnChange(visit, action, async (change) =>
        (lacksRole(visit, change) ??
        (!finalStates.includes(change.state) || change.state === 'applied' || change.scheduled))
          ? showStanding(visit, change)
          : goOnWith(visit, change),
      ),
  },
  change: {
    needs: 'view customers',
    run: (visit, { id }) =>
      withAskedChange(
        visit,
        id,
        async (change) => showStanding(visit, change),
        (draft) => showDraft(visit, draft),
      ),
  },
  permission: {
    needs: 'view customers',
    run: (visit, { id }) => withCustomerId(id, (customer) => showPermission(visit, customer)),
  },
  ask: { needs: 'ask permission', run: (visit, { id }) => askFor(visit, id ?? '') },
  propose: {
    needs: 'ask permission',
    writes: true,
    run: (visit, action, values) =>
      withOwnChange(visit, action, (change) =>
        change.state === 'draft' && change.kind === 'purchase'
          ? submitPermission(visit, change, {
              reason: values['reason'] ?? '',
              until: values['until'] ?? '',
              version: action.version,
            })
          : showStanding(visit, change),
      ),
  },
  home: { needs: 'view customers', run: showHome },
  approvals: { needs: 'view customers', run: (visit) => runCommand(visit, 'approvals') },
  approving: opens('approve'),
  declining: opens('decline'),
  breaking: opens('breakGlass'),
  reviewing: opens('reviewed'),
  approve: decides('approve'),
  decline: decides('decline'),
  breakGlass: decides('breakGlass'),
  reviewed: decides('reviewed'),
  withdraw: {
    needs: 'view customers',
    writes: true,
    run: (visit, { id }) => withAskedChange(visit, id, (change) => withdraw(visit, change)),
  },
  undo: {
    needs: 'view customers',
    run: (visit, { id }) =>
      withAskedChange(visit, id, async (change) => {
        return lacksRole(visit, change) ?? undo(visit, change);
      }),
  },
  history: { needs: 'view customers', run: (visit, { id }) => openHistory(visit, id ?? '') },
  watches: { needs: 'view customers', run: (visit) => runCommand(visit, 'watches') },
  watching: { needs: 'view customers', run: openWatch },
  saveWatch: { needs: 'view customers', run: saveWatch },
  watchCustomer: { needs: 'view customers', run: chooseCustomer },
  testWatch: { needs: 'view customers', run: testWatch },
  unwatch: { needs: 'view customers', run: endOne },
  unlinking: { run: (visit, { id }) => askToUnlink(visit, id) },
  unlink: { writes: true, run: (visit, { id }) => endLink(visit, id) },
  language: { run: (visit, { id }) => pickLanguage(visit, id) },
  links: {
    needs: 'manage links',
    run: (visit, { id }) => (id === undefined ? runCommand(visit, 'links') : nextLinks(visit, id)),
  },
  report: { needs: 'view customers', run: showReport },
};

/** A button that opens the form of a decision. Roles are read afresh: what it shows is what may be signed. */
function opens(verdict: DecisionView['verdict']): Deed {
  return {
    needs: 'view customers',
    writes: true,
    run: (visit, { id }) => withAskedChange(visit, id, (change) => openDecision(visit, change, verdict)),
  };
}

function decides(verdict: DecisionView['verdict']): Deed {
  return {
    needs: 'view customers',
    writes: true,
    async run(visit, { id, version }, values) {
      const reason = values['reason'] ?? '';
      const answer = await withAskedChange(visit, id, (change) =>
        decide(visit, change, { verdict, revision: version, reason }),
      );
      // An id of nothing that awaits anybody: an edited card.
      if (answer === gone) await journalRefusal(visit, { verdict, reason: 'unknown' });
      return answer;
    },
  };
}

function runCommand(visit: Visit, name: string): Promise<Answer> {
  const wanted = commandNames.find((known_) => known_ === name) ?? 'help';
  const command = commands.find((candidate) => candidate.name === wanted);
  return command ? command.run(visit, '') : Promise.resolve(gone);
}

function withCustomerId(id: string | undefined, run: (customer: string) => Promise<Answer>): Promise<Answer> {
  return id !== undefined && isMicrosoftId(id) ? run(id.toLowerCase()) : Promise.resolve(gone);
}

/**
 * A deed on a draft: by its owner, while it is one. Later it is answered with how the change stands.
 *
 * @param kind the only kind that this deed is for; a draft of another one is shown as it is
 */
function draftDeed(
  run: (visit: Visit, change: Change, action: Action, values: FormValues) => Promise<Answer>,
  kind?: Change['kind'],
): Deed {
  return {
    needs: 'view customers',
    run: (visit, action, values) =>
      withOwnChange(visit, action, async (change) => {
        if (change.state !== 'draft') return { type: 'stale', reason: 'done', change: viewOf(change) };
        if (kind && change.kind !== kind) return showDraft(visit, change);
        return lacksRole(visit, change) ?? run(visit, change, action, values);
      }),
  };
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
