import { to } from 'opencc-js/preset/t2cn';

const traditional = /[\u3400-\u9fff\u{20000}-\u{323af}]/gu;

let signs: Map<string, string> | undefined;

/**
 * Traditional signs as simplified ones, sign by sign: whole words would be turned otherwise in a name than in the half of it that
 * somebody has typed.
 */
export function simplified(text: string): string {
  return text.replace(traditional, (sign) => (signs ??= readSigns()).get(sign) ?? sign);
}

/** OpenCC's table of traditional signs. Of several simplified ones the first is the usual one. */
function readSigns(): Map<string, string> {
  const found = new Map<string, string>();
  for (const table of to['cn']?.flat() ?? []) {
    const entries = typeof table === 'string' ? table.split('|').map((entry) => entry.split(' ')) : table;
    for (const [from = '', simple = ''] of entries) if (Array.from(from).length === 1) found.set(from, simple);
  }
  // 薴 is 苧, which is 苎: folding twice must be folding once.
  for (const [from, simple] of found) found.set(from, found.get(simple) ?? simple);
  return found;
}
