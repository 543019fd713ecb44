import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { markdown } from '../../../sandbox/page/teams/markdown.js';

describe('the Markdown of a card text', () => {
  it.each([
    ['**bold** and _italic_', '<strong>bold</strong> and <em>italic</em>'],
    [
      '[here](https://partner.example/a?b=1&c)',
      '<a href="https://partner.example/a?b=1&amp;c" rel="noopener noreferrer">here</a>',
    ],
    ['one\ntwo', 'one<br>two'],
    ['- item', '• item'],
    ['a \\*star\\* and \\[brackets\\](x)', 'a *star* and [brackets](x)'],
    ['3 * 4 * 5 and snake_case_name', '3 * 4 * 5 and snake_case_name'],
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    ['<b>Bob</b> & "Co"', '&lt;b&gt;Bob&lt;/b&gt; &amp; &quot;Co&quot;'],
  ])('%j', (text, html) => {
    expect(markdown(text)).toBe(html);
  });

  it('holds no markup but its own, whatever the text', () => {
    const own = /<\/?(?:strong|em)>|<br>|<a href="https?:[^"<>]*" rel="noopener noreferrer">|<\/a>/g;
    const pieces = fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '**',
      '_',
      '[a](https://x',
      ')',
      '\\',
      '\n',
      '<b>',
      'onload=',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) => {
        expect(markdown(parts.join('')).replace(own, '')).not.toMatch(/[<>"]/);
      }),
    );
  });
});
