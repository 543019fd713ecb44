import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Canary, canaries, type Pattern, patterns } from './canaries.js';
import { formsOf } from './forms.js';

/** A canary that was let out. */
export interface Finding {
  /** What it is. */
  name: string;
  /** The encoding in which it stood there; `pattern`: known by its form. */
  form: string;
  /** Where, in characters. */
  at: number;
}

export interface FileFinding extends Finding {
  file: string;
  line: number;
}

export interface Searched {
  files: number;
  bytes: number;
  found: FileFinding[];
}

/** Names of groups have to be unique in an expression, and those of findings are not. */
interface Needle {
  name: string;
  form: string;
}

/**
 * Makes the search for some canaries.
 *
 * @returns a function that finds every one of them in a text
 */
export function createSearch(texts: readonly Canary[], shapes: readonly Pattern[]): (text: string) => Finding[] {
  const needles = new Map<string, Needle>();
  for (const { name, text } of texts)
    for (const [form, encoding] of formsOf(text)) needles.set(form, { name, form: encoding });
  // The longest first: a value that begins like another one is told apart.
  const literals = [...needles.keys()].sort((one, other) => other.length - one.length).map(escaped);
  const expression = new RegExp(literals.join('|'), 'gu');
  return (text) => [
    ...(literals.length === 0 ? [] : [...text.matchAll(expression)]).flatMap((match) => {
      const needle = needles.get(match[0]);
      return needle ? [{ ...needle, at: match.index }] : [];
    }),
    ...shapes.flatMap(({ name, pattern }) =>
      [...text.matchAll(new RegExp(pattern, 'gu'))].map(({ index }) => ({ name, form: 'pattern', at: index })),
    ),
  ];
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);

export const search = createSearch(canaries, patterns);

/** Searches every file of a folder and of the folders in it. */
export function searchFolder(folder: string): Searched {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const searched: Searched = { files: files.length, bytes: 0, found: [] };
  for (const entry of files) {
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, 'utf8');
    searched.bytes += Buffer.byteLength(text);
    for (const finding of search(text))
      searched.found.push({
        ...finding,
        file: relative(folder, path),
        line: text.slice(0, finding.at).split('\n').length,
      });
  }
  return searched;
}

/** In words; of many findings alike in one file the first. */
export function report({ files, bytes, found }: Searched): string {
  const firsts = new Map<string, FileFinding>();
  for (const one of found) {
    const key = `${one.file}: ${one.name}, ${one.form}`;
    if (!firsts.has(key)) firsts.set(key, one);
  }
  const lines = [...firsts.values()].map(({ file, line, name, form }) => `  ${file}, line ${line}: ${name} (${form})`);
  const what = found.length === 0 ? 'no canary' : `${found.length} canaries`;
  return [`${what} in ${files} files of output, ${bytes} bytes`, ...lines].join('\n');
}
