// Holds every catalogue of cards/locales against the English one, and the English one against the source: node build/check-catalogues.mjs [folder]
// Each language has the same keys and placeholders, exactly its own plural forms, and every text is used somewhere.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2] ?? 'cards/locales';
const sources = ['cards', 'manifest', 'bots'];
const PLURAL = /_(zero|one|two|few|many|other)$/;
const problems = [];

const read = (tag) => JSON.parse(readFileSync(join(folder, `${tag}.json`), 'utf8'));

/** Every text by its path. What people type is no text; its shape is looked at apart. */
function textsOf(value, path, found) {
  for (const [key, inner] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (at === 'understand') continue;
    if (typeof inner === 'string') found.set(at, inner);
    else if (inner !== null && typeof inner === 'object' && !Array.isArray(inner)) textsOf(inner, at, found);
    else problems.push(`${at}: expected a text`);
  }
  return found;
}

const holesOf = (text) => [...new Set([...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name))].sort();

/** Plural forms together under the key without its ending; other texts under their own. */
function groupsOf(texts) {
  const groups = new Map();
  for (const [path, text] of texts) {
    const form = PLURAL.exec(path)?.[1] ?? '';
    const base = path.replace(PLURAL, '');
    groups.set(base, (groups.get(base) ?? new Map()).set(form, text));
  }
  return groups;
}

function checkTexts(tag, groups, english) {
  const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  for (const [base, originals] of english) {
    const texts = groups.get(base);
    const expected = originals.has('') ? [''] : forms;
    const holes = holesOf([...originals.values()].join(' '));
    for (const form of expected) {
      const path = form === '' ? base : `${base}_${form}`;
      const text = texts?.get(form);
      // Where English says "one" in words, others may leave the number out of that form too.
      const wordy = form === 'one' && !holesOf(originals.get('one') ?? '').includes('count');
      const without = (names) => names.filter((name) => !(wordy && name === 'count')).join();
      if (text === undefined || text.trim() === '') problems.push(`${tag}: ${path} is missing`);
      else if (without(holesOf(text)) !== without(holes))
        problems.push(`${tag}: ${path} has {{${holesOf(text).join('}}, {{')}}}, expected {{${holes.join('}}, {{')}}}`);
    }
    for (const form of texts?.keys() ?? [])
      if (!expected.includes(form)) problems.push(`${tag}: ${base}_${form} is no plural form of this language`);
  }
  for (const base of groups.keys()) if (!english.has(base)) problems.push(`${tag}: ${base} is unknown`);
}

/** Phrases and times: the same keys as in English, and something to type for each. Names of countries are the language's own. */
function checkShape(tag, given, english, path) {
  if (Array.isArray(english)) {
    const phrases = Array.isArray(given) && given.every((each) => typeof each === 'string' && each.trim() !== '');
    if (!phrases) return problems.push(`${tag}: ${path} is no list of phrases`);
    // A language need not have each of the small words.
    if (given.length === 0 && path.startsWith('understand.commands.')) problems.push(`${tag}: ${path} is empty`);
    for (const each of given)
      if (each !== each.toLocaleLowerCase(tag)) problems.push(`${tag}: ${path}: “${each}” is not in lower case`);
    return undefined;
  }
  if (given === null || typeof given !== 'object' || Array.isArray(given))
    return problems.push(`${tag}: ${path} is missing`);
  if (path.endsWith('.countries') || path.endsWith('.times')) return undefined;
  for (const key of Object.keys(english)) checkShape(tag, given[key], english[key], `${path}.${key}`);
  for (const key of Object.keys(given)) if (!(key in english)) problems.push(`${tag}: ${path}.${key} is unknown`);
  return undefined;
}

/** Two commands cannot have one phrase. */
function checkPhrases(tag, commands) {
  const owner = new Map();
  for (const [command, phrases] of Object.entries(commands ?? {}))
    for (const phrase of phrases) {
      const other = owner.get(phrase);
      if (other !== undefined) problems.push(`${tag}: “${phrase}” is ${other} and ${command}`);
      owner.set(phrase, command);
    }
}

function sourceFiles(path) {
  if (!statSync(path).isDirectory()) return /\.ts$/.test(path) ? [path] : [];
  return readdirSync(path).flatMap((name) => sourceFiles(join(path, name)));
}

/** Every literal of the source, and every template as a pattern: texts are asked for by both. */
function usage() {
  const literals = new Set();
  const patterns = [];
  for (const file of sources.flatMap(sourceFiles)) {
    const source = readFileSync(file, 'utf8');
    for (const [, text] of source.matchAll(/'([A-Za-z0-9][\w.]*)'/g)) literals.add(text);
    for (const [, text] of source.matchAll(/`([^`]*)`/g)) {
      if (!/^[A-Za-z][\w]*\./.test(text) && !/^\$\{[^}]*\}\.\w/.test(text)) continue;
      const pattern = text
        .replace(/\$\{[^}]*\}/g, '\0')
        .replace(/[.*+?^$()|[\]\\{}]/g, '\\$&')
        .replaceAll('\0', '[\\w.]+');
      patterns.push(new RegExp(`^${pattern}$`));
    }
  }
  return (key) => literals.has(key) || patterns.some((pattern) => pattern.test(key));
}

const english = read('en');
const englishGroups = groupsOf(textsOf(english, '', new Map()));
const tags = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -5));
for (const tag of tags) {
  const catalogue = read(tag);
  checkTexts(tag, groupsOf(textsOf(catalogue, '', new Map())), englishGroups);
  checkShape(tag, catalogue.understand, english.understand, 'understand');
  checkPhrases(tag, catalogue.understand?.commands);
}
const isUsed = usage();
for (const base of englishGroups.keys()) if (!isUsed(base)) problems.push(`en: ${base} is used nowhere`);

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(
  `catalogues: ${tags.length} languages, ${englishGroups.size} texts, ${problems.length} problems\n`,
);
process.exit(problems.length === 0 ? 0 : 1);
