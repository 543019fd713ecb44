import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Directory } from '../../../core/roles/directory.js';
import { createLog } from '../../canary/output.js';
import { ANA, directoryAt } from './stand-ins/directory-at.js';
import { type GraphStandIn, startGraph } from './stand-ins/graph.js';

let graph: GraphStandIn;
let directory: Directory;
beforeEach(async () => {
  graph = await startGraph();
  directory = directoryAt(graph, {
    tokens: { get: async () => 'token' },
    log: createLog('silent'),
    now: () => 1_000_000,
  });
});
afterEach(() => graph.close());

describe('whose an e-mail address is', () => {
  const OTHER = 'aaaaaaaa-0000-4000-8000-000000000002';
  const of = (id: string, facts: object) => graph.users.set(id, { id, displayName: 'Ana', ...facts });

  it.each([
    ['that of the mail', { mail: 'ana@partner.example' }, 'ana@partner.example'],
    ['that of the user principal name', { userPrincipalName: 'ana@partner.example' }, 'ana@partner.example'],
    ['the same in other case', { mail: 'Ana@Partner.example' }, ' ANA@partner.EXAMPLE '],
    ['one with a quote', { mail: "o'hara@partner.example" }, "o'hara@partner.example"],
  ])('is known by %s', async (_what, facts, email) => {
    of(ANA, facts);
    expect(await directory.findByEmail(email)).toEqual({ id: ANA, name: 'Ana' });
  });

  it.each([
    ['nobody', {}],
    ['a guest', { mail: 'ana@partner.example', userType: 'Guest' }],
    ['an account that is switched off', { mail: 'ana@partner.example', accountEnabled: false }],
    ['an account of which Graph does not say so much', { mail: 'ana@partner.example', accountEnabled: undefined }],
  ])('is nobody’s when it is that of %s', async (_who, facts) => {
    of(ANA, facts);
    expect(await directory.findByEmail('ana@partner.example')).toBeUndefined();
  });

  it.each([
    ['a colleague', {}],
    ['a guest', { userType: 'Guest' }],
    ['somebody switched off', { accountEnabled: false }],
  ])('is nobody’s when %s has it too, on whatever page', async (_who, facts) => {
    graph.pageSize = 1;
    of(ANA, { mail: 'ana@partner.example' });
    of(OTHER, { userPrincipalName: 'ana@partner.example', ...facts });
    expect(await directory.findByEmail('ana@partner.example')).toBeUndefined();
  });

  it.each([
    '',
    'ana',
    "' or accountEnabled eq true or mail eq '",
    'a b@partner.example',
    `${'x'.repeat(400)}@e.example`,
  ])('is not asked of Graph when it is none: %j', async (email) => {
    expect(await directory.findByEmail(email)).toBeUndefined();
    expect(graph.requests).toEqual([]);
  });

  it('is not "nobody’s" when Graph cannot tell', async () => {
    graph.fault = (_request, response) => {
      response.writeHead(503).end();
      return true;
    };
    await expect(directory.findByEmail('ana@partner.example')).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
