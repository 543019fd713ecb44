import { RE2JS } from 're2js';

/** What a pattern says of a text; `unknown` counts as accepted, because Partner Center itself has the last word. */
export type PatternTest = (text: string) => boolean | 'unknown';

const MAX_PATTERN = 2_000;
const MAX_TEXT = 500;
/** Instructions of the compiled program, estimated. 3,000 of them compile and run over 500 characters in some milliseconds. */
const MAX_SIZE = 3_000;
const MAX_KEPT = 500;

/** `[a-z-[aeiou]]`: .NET takes the inner class out of the outer one; RE2 reads two other classes. */
const subtraction = /\[[^\]]*-\[/;
/** What an escape of a class takes beyond ASCII in .NET, and not in RE2. */
const wider: readonly (readonly [escape: RegExp, takes: RegExp])[] = [
  [/\\[dD]/, /(?![0-9])\p{Nd}/u],
  [/\\[wWbB]/, /(?![\0-\x7f])[\p{L}\p{Mn}\p{Nd}\p{Pc}]/u],
  [/\\[sS]/, /(?![\0-\x7f])\s/u],
];

const kept = new Map<string, PatternTest>();

/**
 * Makes a test of a pattern that Partner Center sent. The patterns are .NET's, so some cannot be compiled here
 * (look-around, balancing groups) or would mean something else (classes with a part taken out): those, patterns above 2,000
 * characters, patterns whose repetitions multiply into too large a program, and texts above 500 characters give `unknown`.
 * .NET's `\d`, `\w`, `\s` and `\b` know every script and RE2's only ASCII, so a text with other digits, letters or blanks that
 * such a pattern refuses is `unknown` too. As in .NET, a pattern without anchors may match anywhere.
 * RE2 matches in linear time, so that no pattern can hang the process.
 */
export function compilePattern(pattern: string): PatternTest {
  const known = kept.get(pattern);
  if (known) return known;
  const test = compile(pattern);
  if (kept.size >= MAX_KEPT) kept.clear();
  if (pattern.length <= MAX_PATTERN) kept.set(pattern, test);
  return test;
}

function compile(pattern: string): PatternTest {
  if (pattern.length > MAX_PATTERN || sizeOf(pattern) > MAX_SIZE || subtraction.test(pattern)) return () => 'unknown';
  const doubtful = wider.filter(([escape]) => escape.test(pattern)).map(([, takes]) => takes);
  try {
    const program = RE2JS.compile(pattern);
    return (text) => {
      if (text.length > MAX_TEXT) return 'unknown';
      return program.test(text) || (doubtful.some((takes) => takes.test(text)) ? 'unknown' : false);
    };
  } catch {
    return () => 'unknown';
  }
}

/** Estimates the size of the compiled program: atoms, each times the counted repetitions around it. */
function sizeOf(pattern: string): number {
  const groups = [{ sum: 0, last: 0 }];
  let at = 0;
  while (at < pattern.length) {
    const group = groups.at(-1) ?? { sum: 0, last: 0 };
    const rest = pattern.slice(at);
    const count = /^\{(\d+)(?:,(\d*))?\}/.exec(rest);
    if (count) {
      const times = Math.max(Number(count[1]), Number(count[2] ?? 0), 1);
      group.sum += group.last * (times - 1);
      group.last *= times;
      at += count[0].length;
      continue;
    }
    if (rest[0] === '(') {
      groups.push({ sum: 1, last: 0 });
      at += 1;
      continue;
    }
    const closed = rest[0] === ')' && groups.length > 1 ? groups.pop() : undefined;
    const outer = groups.at(-1) ?? group;
    outer.last = closed ? closed.sum : 1;
    outer.sum += outer.last;
    at += closed ? 1 : atomLength(rest);
  }
  return groups.reduce((sum, group) => sum + group.sum, 0);
}

/** How long the atom is that a text begins with: an escape, a character class or one character. */
function atomLength(rest: string): number {
  if (rest[0] === '\\') return 2;
  if (rest[0] !== '[') return 1;
  return /^\[\^?\]?(?:\\.|[^\]\\])*\]?/.exec(rest)?.[0].length ?? 1;
}
