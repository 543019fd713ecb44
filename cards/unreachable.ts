/** The end of a switch over every member of a union: a member without a case does not compile. */
export function unreachable(value: never): never {
  throw new TypeError(`No case for ${typeof value}`);
}
