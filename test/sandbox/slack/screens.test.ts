import { describe, expect, it } from '@jest/globals';
import { toSlackMessage, toSlackModal } from '../../../cards/render.js';
import { blockProblems, viewProblems } from '../../../sandbox/slack/limits.js';
import { english, samples } from '../../cards/samples.js';

const locales = ['en-US', 'fr-FR', 'es-ES', 'ru-RU', 'zh-CN'];

describe('the limits that the Slack stand-in enforces', () => {
  it.each(Object.keys(samples))('let the message and the modal of "%s" pass, in every language', (name) => {
    const answer = samples[name];
    if (!answer) throw new Error('no sample');
    for (const locale of locales) {
      const context = { ...english, locale };
      expect(blockProblems(toSlackMessage(answer, context).blocks)).toEqual([]);
      expect(viewProblems(toSlackModal(answer, context))).toEqual([]);
    }
  });
});
