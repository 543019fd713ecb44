// Fails when an installed package does not admit a Node that the README names: the floor, and each later long-term release.
import { readFileSync } from 'node:fs';
import semver from 'semver';

const nodes = ['20.19.0', '22.22.0', '24.9.0'];
const { packages } = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8'));
const wrong = Object.entries(packages)
  .filter(([path, { engines, optional }]) => path !== '' && engines?.node && !optional)
  .flatMap(([path, { version, engines }]) =>
    nodes
      .filter((node) => !semver.satisfies(node, engines.node))
      .map((node) => `${path}@${version} wants node ${engines.node}, not ${node}`),
  );
for (const line of wrong) console.error(line);
console.log(`engines: ${Object.keys(packages).length - 1} packages, ${wrong.length} refusals`);
process.exit(wrong.length === 0 ? 0 : 1);
