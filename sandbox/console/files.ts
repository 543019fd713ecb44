import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServerResponse } from 'node:http';

const page = fileURLToPath(new URL('../page/', import.meta.url));

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/**
 * Answers with a file of the page, or with one of the two files of the `adaptivecards` package.
 *
 * @param path as requested: `/` or `/page/…`
 * @returns false when there is no such file
 */
export async function sendFile(path: string, response: ServerResponse): Promise<boolean> {
  const file = fileOf(path);
  const type = file && types[extname(file)];
  if (!file || !type) return false;
  const content = await readFile(file).catch(() => undefined);
  if (!content) return false;
  response.writeHead(200, { 'Content-Type': type }).end(content);
  return true;
}

function fileOf(path: string): string | undefined {
  if (path === '/') return join(page, 'index.html');
  const library = /^\/page\/(adaptivecards(?:\.min\.js|\.css))$/.exec(path)?.[1];
  if (library)
    return join(dirname(createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.js')), library);
  // Names of our own files only: no dots but the one before the ending, so no way out of the folder.
  const own = /^\/page\/((?:[a-z-]+\/)*[a-z-]+\.(?:js|css|svg))$/.exec(path)?.[1];
  return own ? join(page, own) : undefined;
}
