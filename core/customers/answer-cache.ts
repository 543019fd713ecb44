/**
 * A bounded memory of answers by key: what is asked again while the answer is young is not asked outside, and questions
 * asked at the same time are asked once. Failures are not remembered.
 */
export function createAnswerCache<T>(limits: { entries: number; livesMs: number; now: () => number }) {
  const known = new Map<string, { answer: Promise<T>; until: number }>();
  return {
    get(key: string, ask: () => Promise<T>): Promise<T> {
      const hit = known.get(key);
      if (hit && hit.until > limits.now()) return hit.answer;
      known.delete(key);
      const answer = ask();
      known.set(key, { answer, until: limits.now() + limits.livesMs });
      answer.catch(() => {
        if (known.get(key)?.answer === answer) known.delete(key);
      });
      // Maps keep the order of insertion: the first key is the oldest.
      const oldest = known.size > limits.entries ? known.keys().next() : undefined;
      if (oldest && !oldest.done) known.delete(oldest.value);
      return answer;
    },
    clear: () => known.clear(),
  };
}
