/** How many characters must be inserted, removed or replaced to make `b` of `a` (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * The known name that a given one was probably meant to be: equal but for case, or at most `within` edits away.
 *
 * @returns undefined when none is near
 */
export function nearest(name: string, known: readonly string[], within = 2): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const candidate of known) {
    // Cheap bound first: the lengths alone may be too far apart.
    if (Math.abs(candidate.length - name.length) > within) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= within && (!best || distance < best.distance)) best = { name: candidate, distance };
  }
  return best?.name;
}
