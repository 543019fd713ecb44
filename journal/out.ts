import { once } from 'node:events';

/** Where the program writes. */
export interface Out {
  stdout: NodeJS.WritableStream;
  /** A terminal gets a bar, everything else lines. */
  stderr: NodeJS.WritableStream & { isTTY?: boolean };
}

/** Writes, and waits while the reader is slower: what is not read yet would pile up in memory. */
export async function write(stream: NodeJS.WritableStream, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain');
}
