/**
 * So many users, each of whom asks, waits for the answer and asks again, until `count` were answered.
 *
 * @returns ms for all of them
 */
export async function closedLoop(options: {
  users: number;
  count: number;
  ask: (user: number) => Promise<unknown>;
}): Promise<number> {
  const { users, count, ask } = options;
  const began = performance.now();
  let asked = 0;
  const one = async (user: number) => {
    while (asked < count) {
      asked += 1;
      await ask(user);
    }
  };
  await Promise.all(Array.from({ length: users }, (_, user) => one(user)));
  return performance.now() - began;
}

/**
 * Asks at a steady rate, whether the earlier ones were answered or not.
 *
 * @returns what every one of them came to, in the order of asking
 */
export async function openLoop<T>(options: {
  perSecond: number;
  count: number;
  ask: (n: number) => Promise<T>;
}): Promise<T[]> {
  const { perSecond, count, ask } = options;
  const began = performance.now();
  const answers: Promise<T>[] = [];
  while (answers.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - began) / 1_000) * perSecond) + 1);
    while (answers.length < due) answers.push(ask(answers.length));
    await new Promise((soon) => setTimeout(soon, 1));
  }
  return Promise.all(answers);
}
