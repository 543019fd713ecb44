import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export const fileText = (path: string) => readFileSync(join(root, path), 'utf8');

export const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'SECURITY.md'] as const;

/** The part of a document below a heading, up to the next one of the same or a higher level. */
export function section(document: string, heading: string): string {
  const lines = document.split('\n');
  const start = lines.findIndex((line) => /^#+ /u.test(line) && line.replace(/^#+ /u, '') === heading);
  if (start < 0) throw new Error(`no heading "${heading}"`);
  const level = lines[start]?.indexOf(' ') ?? 1;
  const end = lines.findIndex((line, index) => index > start && new RegExp(`^#{1,${level}} `, 'u').test(line));
  return lines.slice(start + 1, end < 0 ? undefined : end).join('\n');
}

/** The rows of the first table in a text, without its head: cells as they are written. */
export function tableRows(text: string): string[][] {
  const lines = text.split('\n');
  const head = lines.findIndex((line) => line.startsWith('|'));
  const table = lines.slice(head);
  const end = table.findIndex((line) => !line.startsWith('|'));
  return table.slice(2, end < 0 ? undefined : end).map(cellsOf);
}

/** The names of the columns of the first table in a text. */
export const tableHead = (text: string): string[] =>
  cellsOf(text.split('\n').find((line) => line.startsWith('|')) ?? '');

const cellsOf = (line: string): string[] =>
  line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());

/** Everything in a text that stands between two marks: backticks, “quotes”. */
export const between = (text: string, open: string, close = open): string[] =>
  [...text.matchAll(new RegExp(`${open}([^${open}${close}\n]+)${close}`, 'gu'))].map((match) => match[1] ?? '');

/** The code blocks of a text in one language. */
export const codeBlocks = (text: string, language: string): string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gmsu'))].map((match) => match[1] ?? '');

/** The sources of some folders in one text. */
export function sourceOf(...folders: string[]): string {
  return folders
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(ts|json)$/u.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}
