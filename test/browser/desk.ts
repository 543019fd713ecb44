import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

/** Kept for people to look at; not in the repository. */
const screenshots = fileURLToPath(new URL('../../screenshots/', import.meta.url));

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** ms that anything may take to appear, on a machine that has much else to do. */
const PATIENCE = 20_000;

export type Chat = 'slack' | 'teams';

/** The sandbox page in Chromium, with the gestures of a person. */
export interface Desk {
  page: Page;
  /** What went wrong in the browser itself: errors of scripts, and loads that the page's policy forbade. */
  complaints: string[];
  become(name: string): Promise<void>;
  inSlack(text: string, channel?: string): Promise<void>;
  inTeams(text: string): Promise<void>;
  /** Opens a conversation of one chat by its name. */
  open(chat: Chat, conversation: string): Promise<void>;
  /** The message of one chat, in the conversation that is open, that has this text; the newest of them. */
  message(chat: Chat, text: string): Locator;
  /** The open Slack modal. */
  modal: Locator;
  /** Presses the main button of the modal. */
  submitModal(): Promise<void>;
  /** Leaves the modal with Esc. */
  leaveModal(): Promise<void>;
  /** The newest card in Teams. */
  card: Locator;
  /** The newest message in Slack. */
  slackMessage: Locator;
  /** What Partner Center holds that it did not hold at the start: `customer | path | before | after`. */
  changes(): Promise<string[]>;
  /** @param of another page than the console */
  shoot(name: string, of?: Page): Promise<void>;
  close(): Promise<void>;
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env['CHROMIUM'] || '/usr/bin/chromium', args: flags });

/**
 * A browser with the page open in it.
 *
 * @param url as the program printed it
 */
export async function openDesk(url: string): Promise<Desk> {
  const browser = await openBrowser();
  return { ...(await openPage(browser, url)), close: () => browser.close() };
}

/** One more window on the page; each is somebody of its own. */
export async function openPage(browser: Browser, url: string): Promise<Desk> {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
  });
  page.setDefaultTimeout(PATIENCE);
  const complaints: string[] = [];
  const listen = (one: Page) => {
    one.on('pageerror', (error) => complaints.push(error.message));
    one.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
    });
  };
  listen(page);
  page.on('popup', listen);
  await mkdir(screenshots, { recursive: true });
  await page.goto(url);
  const slack = page.locator('#slack');
  const teams = page.locator('#teams');
  const modal = page.getByRole('dialog');
  const open = (chat: Chat, conversation: string) =>
    page.locator(`#${chat} .conversation-entry`).filter({ hasText: conversation }).click();
  const say = async (label: string, text: string) => {
    await page.getByLabel(label).fill(text);
    await page.getByLabel(label).press('Enter');
  };
  return {
    page,
    complaints,
    modal,
    card: teams.locator('article:not(.mine)').last(),
    slackMessage: slack.locator('article').last(),
    become: (name) => page.getByRole('radio', { name }).click(),
    async inSlack(text, channel) {
      if (channel) await open('slack', channel);
      await say('Message in Slack', text);
    },
    inTeams: (text) => say('Message in Teams', text),
    open,
    message: (chat, text) => page.locator(`#${chat} article`).filter({ hasText: text }).last(),
    async leaveModal() {
      await page.keyboard.press('Escape');
      await modal.waitFor({ state: 'detached' });
    },
    submitModal: () => modal.locator('[data-role="submit"]').click(),
    async changes() {
      const rows: string[] = [];
      for (const customer of await page.locator('.pc-change').all()) {
        const name = await customer.locator('.pc-change-name').textContent();
        for (const row of await customer.locator('.pc-change-row').all()) {
          const [before, after] = [await row.locator('del').textContent(), await row.locator('ins').textContent()];
          rows.push([name, await row.getAttribute('data-path'), before, after].join(' | '));
        }
      }
      return rows;
    },
    async shoot(name, of = page) {
      await of.screenshot({ path: `${screenshots}${name}.png` });
    },
    close: () => page.close(),
  };
}
