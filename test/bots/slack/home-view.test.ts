import { describe, expect, it } from '@jest/globals';
import { homeView } from '../../../bots/slack/home-view.js';
import type { Answer } from '../../../core/answer.js';
import { homeProblems } from '../../../sandbox/slack/limits.js';
import { english, samples } from '../../cards/samples.js';

describe('the view of the Home tab', () => {
  it.each(Object.keys(samples))('is one that Slack takes, for "%s" in every language', (name) => {
    const answer = samples[name] as Answer;
    for (const locale of ['en-US', 'fr-FR', 'es-ES', 'ru-RU', 'zh-CN'])
      expect(homeProblems(homeView(answer, { ...english, locale }))).toEqual([]);
  });
});
