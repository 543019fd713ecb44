/** Encrypts what the store keeps of secrets and personal data. */
export interface Sealer {
  /** `context` is bound to the result: what was sealed for one row cannot be opened for another. */
  seal(text: string, context: string): string;
  /** @throws when the key is unknown, the text was altered, or the context is another one. */
  open(sealed: string, context: string): string;
}
