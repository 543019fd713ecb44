/** What a driver or Node hung on an error (`code`, `errcode`, …); undefined where there is nothing of the kind. */
export function property(error: unknown, name: string): unknown {
  if (typeof error !== 'object' || error === null) return undefined;
  return name in error ? Reflect.get(error, name) : undefined;
}
