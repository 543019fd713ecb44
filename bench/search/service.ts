import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Company, makeCompanies } from './company-names.js';

/** What is measured: something that takes companies in, and finds them. */
export interface Engine {
  fill(companies: readonly Company[]): Promise<void>;
  /** The ids of what a text finds, best first. */
  search(text: string, limit: number): Promise<string[]>;
}

/** What filling cost. */
export interface Filled {
  /** User and system time of taking in, without making the companies, ms. */
  cpuMs: number;
  /** What the engine holds afterwards: heap and typed arrays, MB. */
  heldMb: number;
}

/** One search. */
export interface Asked {
  ids: string[];
  ms: number;
  cpuMs: number;
}

/** As Partner Center lists them at most. */
const PAGE = 500;

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

function heldMb(): number {
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

/** Serves an engine as a process of its own: `POST /fill/<seed>/<count>`, and `POST /ask` with a list of texts, one after the other. */
export function serveEngine(engine: Engine): void {
  async function fill(seed: number, count: number): Promise<Filled> {
    const before = heldMb();
    let spent = 0;
    let page: Company[] = [];
    const take = async () => {
      const began = cpu();
      await engine.fill(page);
      spent += cpu() - began;
      page = [];
    };
    for (const company of makeCompanies(seed, count)) {
      page.push(company);
      if (page.length === PAGE) await take();
    }
    await take();
    await engine.search('warm', 5);
    return { cpuMs: spent, heldMb: heldMb() - before };
  }

  async function ask(texts: readonly string[], limit: number): Promise<Asked[]> {
    const answers: Asked[] = [];
    for (const each of texts) {
      const [began, before] = [performance.now(), cpu()];
      const ids = await engine.search(each, limit);
      answers.push({ ids, ms: performance.now() - began, cpuMs: cpu() - before });
    }
    return answers;
  }

  createServer((request, response) => {
    const [, deed, first, second] = (request.url ?? '').split('/');
    const answer = async () => {
      if (deed === 'fill') return fill(Number(first), Number(second));
      if (deed === 'ask') return ask(JSON.parse(await text(request)) as string[], Number(first));
      return null;
    };
    answer().then(
      (result) => response.end(JSON.stringify(result)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : 'unknown'),
    );
  }).listen(Number(process.env['PORT']), '127.0.0.1');
}
