import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { Browser } from 'playwright-core';
import type { Cloud } from '../../../core/config.js';
import { openBrowser, openPage } from '../desk.js';
import { type Program, startProgram } from '../program.js';
import { wordsOf } from './catalogue.js';
import { clouds, languages } from './cells.js';
import { leaksIn } from './leaks.js';
import { look } from './look.js';
import { approvalJob, helped, mainJobInSlack, mainJobInTeams, notOffered } from './story.js';

jest.setTimeout(300_000);

/** Slack's limit of a modal's title, in characters. */
const TITLE = 24;

let program: Program;
let browser: Browser;
/** What each cell has found wrong, as soon as it is known. */
const findings = new Map<string, Promise<string[]>>();
const cellOf = (language: string, cloud: Cloud) => `${language}-${cloud}`;

/** Goes through both jobs in one language on one cloud. Gives what was wrong with what was seen. */
async function goThrough(language: string, cloud: Cloud, number: number): Promise<string[]> {
  const words = wordsOf(language, cloud);
  const leaks = leaksIn(words);
  const wrong: string[] = [];
  const desk = await openPage(browser, `${program.pageUrl}?cloud=${cloud}&language=${language}`);
  const cell = {
    ...words,
    cloud,
    desk,
    number,
    async see(step: string, element: Parameters<typeof look>[0]) {
      await desk.shoot(`matrix-${cellOf(language, cloud)}-${step}`);
      const { texts, cut, title = '' } = await look(element);
      const found = [...leaks(texts), ...cut.map((one) => `cut off: ${one}`)];
      if (texts.length === 0) found.push('nothing is shown');
      if (Array.from(title).length > TITLE) found.push(`a title of more than ${TITLE}: ${title}`);
      wrong.push(...found.map((one) => `${step}: ${one}`));
    },
  };
  try {
    // Whom the cell before has left in the middle of something.
    for (const name of ['Ada Nowak', 'Sofia Marín']) await helped(cell, name);
    await mainJobInSlack(cell);
    await mainJobInTeams(cell);
    await (cloud === '21vianet' ? notOffered : approvalJob)(cell);
  } catch (error) {
    await desk.shoot(`matrix-${cellOf(language, cloud)}-failed`);
    throw new Error(`${cellOf(language, cloud)}: ${String(error)}\n${program.output().slice(-3_000)}`, {
      cause: error,
    });
  } finally {
    await desk.close();
  }
  return [...wrong, ...desk.complaints];
}

/** Each cloud is a desk of its own, so that they go at the same time; the languages of one follow each other. */
beforeAll(async () => {
  program = await startProgram();
  browser = await openBrowser();
  for (const cloud of clouds) {
    let before: Promise<unknown> = Promise.resolve();
    for (const [index, language] of languages.entries()) {
      const found = before.catch(() => undefined).then(() => goThrough(language, cloud, 20 + index));
      found.catch(() => undefined);
      findings.set(cellOf(language, cloud), found);
      before = found;
    }
  }
});

afterAll(async () => {
  await browser?.close();
  await program?.stop();
});

describe.each(languages)('both jobs in %s', (language) => {
  it.each(clouds)('are whole, in that language alone and with nothing cut off, on the cloud %s', async (cloud) => {
    expect(await findings.get(cellOf(language, cloud))).toEqual([]);
  });
});
