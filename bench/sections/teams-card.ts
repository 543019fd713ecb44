type Json = Record<string, unknown>;

/** Every object in a card, however deep. */
function* objectsIn(value: unknown): Generator<Json> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Json;
  for (const member of Object.values(value)) yield* objectsIn(member);
}

/** What a client sends when a button is pressed: the button's data and the value of every input. @throws when it is not there */
export function valuesOf(card: unknown, verb: string): Json {
  const objects = [...objectsIn(card)];
  const button = objects.find((each) => each['type'] === 'Action.Execute' && each['verb'] === verb);
  if (!button) throw new Error(`no button "${verb}" in ${JSON.stringify(card).slice(0, 300)}`);
  const inputs = objects.filter(({ type }) => typeof type === 'string' && type.startsWith('Input.'));
  return {
    ...(button['data'] as Json),
    ...Object.fromEntries(inputs.map(({ id, value }) => [String(id), value ?? ''])),
  };
}

/** The id of the input that matches. @throws when there is none */
export function typed(card: unknown, pattern: RegExp): string {
  for (const { type, id } of objectsIn(card))
    if (typeof type === 'string' && type.startsWith('Input.') && typeof id === 'string' && pattern.test(id)) return id;
  throw new Error(`no input ${pattern} in ${JSON.stringify(card).slice(0, 300)}`);
}
