import { type Directory, DirectoryError, type DirectoryEntry } from './directory.js';

/**
 * Somebody who is in the directory, enabled, and one of the organisation; undefined when they are not (any more).
 *
 * @param person Entra object id
 * @throws {DirectoryError} when the directory cannot tell
 */
export async function colleague(
  directory: Directory,
  person: string,
  options: { fresh: boolean },
): Promise<DirectoryEntry | undefined> {
  try {
    const entry = await directory.look(person, options);
    return entry.enabled && !entry.guest ? entry : undefined;
  } catch (error) {
    if (error instanceof DirectoryError && error.kind === 'notFound') return undefined;
    throw error;
  }
}
