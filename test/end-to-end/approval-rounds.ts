import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { action } from '../../core/action.js';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.js';
import { type Program, startProgram } from './program.js';
import { characterNamed, directChannel, modalFor } from './slack-desk.js';
import { personalChat, pressInTeams, seenInTeams } from './teams-desk.js';

const CONTOSO = 'c0000000-0000-4000-8000-000000000001';
const RESOURCE = 'AzureReservedInstances';

const [sofia, ada, grace] = ['Sofia', 'Ada', 'Grace'].map(characterNamed) as [
  ReturnType<typeof characterNamed>,
  ReturnType<typeof characterNamed>,
  ReturnType<typeof characterNamed>,
];
export { ada, grace };

/** A running desk on which Sofia asks again and again, and Ada (in Teams) and Grace (in Slack) have to decide. */
export type ApprovalRounds = Awaited<ReturnType<typeof openApprovalRounds>>;

export async function openApprovalRounds() {
  const dataDir = mkdtempSync(join(tmpdir(), 'partnerdesk-approvals-'));
  const sandbox: Sandbox = await startSandbox({ PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'trace' });
  const { slack, teams, partnerCenter } = sandbox;
  let program: Program = await startProgram(sandbox.env);
  // Whoever is to be told has to have met the bot.
  for (const who of [sofia, ada, grace]) {
    await teams.act(who, { type: 'say', conversation: personalChat(teams, who).id, text: 'help' });
    await until(() => personalChat(teams, who).messages.some(({ from }) => from.bot));
  }
  await slack.act(grace, { type: 'say', channel: directChannel(slack, grace), text: 'help' });

  const asked = new Set<string>();

  /** The requests whose form stands in Sofia's chat. */
  const forms = () =>
    [...seenInTeams(teams, sofia).matchAll(/"verb":"propose","id":"([0-9a-f-]{36})"/gu)].map(([, id]) => id ?? '');

  /**
   * Grace's copy of a request in Slack, by its reason: a finished card names no id any more. The last one: a kill just after
   * posting may leave one that nobody knows of.
   */
  function graceCopy(reason: string) {
    const channel = slack.scene(grace).channels.find(({ kind }) => kind === 'personal');
    return channel?.messages.findLast(
      ({ blocks }) =>
        JSON.stringify(blocks ?? []).includes(`${reason}"`) || JSON.stringify(blocks ?? []).includes(`${reason}.`),
    );
  }

  return {
    sandbox,
    graceCopy,
    /** Sofia asks in Teams; gives the id of the request once the admins see it. */
    async ask(reason: string): Promise<string> {
      partnerCenter.changePolicy(CONTOSO, []);
      await pressInTeams(teams, sofia, ['ask', `${CONTOSO}/give/${RESOURCE}`]);
      let form = '';
      await until(() => {
        form = forms().find((id) => !asked.has(id)) ?? '';
        return form !== '';
      });
      asked.add(form);
      await pressInTeams(teams, sofia, action('propose', form, 1), { reason });
      await until(() => seenInTeams(teams, ada).includes(form) && graceCopy(reason) !== undefined);
      return form;
    },
    /** Grace presses Decline on her copy; gives the modal that opens. */
    async openDecline(reason: string) {
      const message = graceCopy(reason);
      const blocks = (message?.blocks ?? []) as Block[];
      const [block, button] =
        blocks.flatMap((one) =>
          (one.elements ?? [])
            .filter(({ value }) => value?.includes('"declining"'))
            .map((element) => [one, element] as const),
        )[0] ?? [];
      if (!message || !block || !button) throw new Error('Grace has no button to decline');
      await slack.act(grace, {
        type: 'press',
        channel: directChannel(slack, grace),
        ts: message.ts,
        blockId: block.block_id,
        actionId: button.action_id,
        ...(button.value === undefined ? {} : { value: button.value }),
      });
      return modalFor(slack, grace, 'decline');
    },
    /** What the desk wrote to Partner Center after so many writes. */
    writesSince: (mark: number) =>
      partnerCenter.policyWrites.slice(mark).filter(({ requestId }) => requestId !== undefined),
    kill: () => program.kill(),
    async restart() {
      program = await startProgram(sandbox.env);
    },
    async close() {
      await program.stop();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

interface Block {
  block_id: string;
  elements?: { action_id: string; value?: string }[];
}

/**
 * Long for a machine under load; what has not come by then does not come. And more than a minute, after which Slack lets
 * cards be changed again: these rounds follow each other faster than its 50 changes a minute.
 */
const PATIENCE_MS = 100_000;

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  const since = Date.now();
  while (!holds()) {
    if (Date.now() - since > PATIENCE_MS) throw new Error(`still not so: ${holds.toString()}`);
    await new Promise((soon) => setTimeout(soon, 20));
  }
}
