import { hash, randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import type { JournalTable } from '../store/tables.js';
import type { JournalKeys } from './keys.js';

export type JournalRow = Selectable<JournalTable>;

/** What of a row a signature stands for: everything but the chain itself. */
export type Content = Pick<
  JournalRow,
  | 'id'
  | 'at'
  | 'fact'
  | 'person'
  | 'personName'
  | 'platform'
  | 'rolesJson'
  | 'customer'
  | 'change'
  | 'detailJson'
  | 'correlationId'
  | 'salt'
  | 'erasedJson'
>;

/** A member that can be erased: `person`, `personName`, `detail.reason`, …, with its value as text. */
export interface Member {
  name: string;
  value: string;
}

/** In the place of a member: of one that was erased its digest, of one that stays its own salt. */
const erasedMemberSchema = z.strictObject({
  name: z.string(),
  digest: z.string().optional(),
  salt: z.string().optional(),
});
const erasedSchema = z.strictObject({
  /** Every member that there ever was, in their order. */
  members: z.array(erasedMemberSchema),
  /** The entry that records the erasure. */
  entry: z.string(),
  at: z.number(),
  mac: z.string(),
});
export type Erased = z.infer<typeof erasedSchema>;

const SALT_BYTES = 16;
export const newSalt = (): string => randomBytes(SALT_BYTES).toString('base64url');

/** The salt of one member, from which nobody can tell the salt of another one. */
export const saltOf = (salt: string, name: string): string => hash('sha256', `${salt}\n${name}`, 'base64url');

/** What stands for a value: whoever has not its salt cannot find the value by guessing. */
export const digestOf = (salt: string, value: string): string => hash('sha256', `${salt}\n${value}`, 'base64url');

/** The members of a row that can be erased, in their order. The first stands for the salt itself, whose value is no secret. */
export function membersOf({ person, personName, detailJson }: Content): Member[] {
  const detail = JSON.parse(detailJson) as Record<string, unknown>;
  return [
    { name: 'salt', value: '' },
    ...(person === null ? [] : [{ name: 'person', value: person }]),
    ...(personName === null ? [] : [{ name: 'personName', value: personName }]),
    ...Object.entries(detail).map(([name, value]) => ({ name: `detail.${name}`, value: JSON.stringify(value) })),
  ];
}

/**
 * The text that is signed for a row. Members that can be erased are in it by their salted digests, so that it stays the same
 * when they are.
 *
 * @returns undefined when the row is not as the journal writes rows: somebody edited it
 */
export function contentOf(row: Content, keys: JournalKeys): string | undefined {
  try {
    if (JSON.stringify(JSON.parse(row.detailJson)) !== row.detailJson) return undefined;
    const digests = row.erasedJson === null ? digestsOf(row) : digestsAfterErasure(row, keys);
    if (!digests) return undefined;
    const { id, at, fact, platform, rolesJson, customer, change, correlationId } = row;
    return JSON.stringify([1, id, at, fact, platform, rolesJson, customer, change, correlationId, digests]);
  } catch {
    // Not JSON, or not of the form.
    return undefined;
  }
}

type Digests = (readonly [name: string, digest: string])[];

function digestsOf(row: Content): Digests | undefined {
  const { salt } = row;
  return salt === null
    ? undefined
    : membersOf(row).map(({ name, value }) => [name, digestOf(saltOf(salt, name), value)] as const);
}

function digestsAfterErasure(row: Content, keys: JournalKeys): Digests | undefined {
  const erased = erasedOf(row);
  if (!erased || row.salt !== null) return undefined;
  const { mac, ...rest } = erased;
  if (JSON.stringify(erased) !== row.erasedJson || keys.check('erasure', erasureOf(row, rest), mac) !== 'right')
    return undefined;
  const left = membersOf(row).filter(({ name }) => name !== 'salt');
  const digests: [string, string][] = [];
  for (const { name, digest, salt } of erased.members) {
    if (digest !== undefined) digests.push([name, digest]);
    else {
      const member = left.shift();
      if (salt === undefined || member?.name !== name) return undefined;
      digests.push([name, digestOf(salt, member.value)]);
    }
  }
  return left.length === 0 ? digests : undefined;
}

/** What was erased of a row, if anything was. @throws when it is not of the form */
export function erasedOf({ erasedJson }: Pick<Content, 'erasedJson'>): Erased | undefined {
  return erasedJson === null ? undefined : erasedSchema.parse(JSON.parse(erasedJson));
}

/** What is signed when members of a row are erased: nobody else can make values disappear. */
export function erasureOf({ id }: Pick<Content, 'id'>, { members, entry, at }: Omit<Erased, 'mac'>): string {
  return JSON.stringify([id, members, entry, at]);
}
