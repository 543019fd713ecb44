import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { run } from '../../manifest/run.js';

const PUBLIC_URL = 'https://desk.example.com';
const appId = '6f2b1c8e-0c3b-4f6e-9a55-0d5b3f7f1a01';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'partnerdesk-manifest-'));
});
afterAll(() => rm(folder, { recursive: true }));

let runs = 0;

/** Runs the command in a folder of its own: what it printed, and the files it wrote. */
async function made(flags: string[], env: NodeJS.ProcessEnv) {
  const out = join(folder, String((runs += 1)));
  const printed = await run(flags, env, { folder: out, version: '0.1.0' });
  return { printed, out, files: (await readdir(out)).sort() };
}

async function teamsManifestIn(path: string) {
  const files = unzipSync(await readFile(path));
  return JSON.parse(strFromU8(files['manifest.json'] ?? new Uint8Array())) as {
    version: string;
    bots: { botId: string; commandLists: { commands: { title: string }[] }[] }[];
    developer: Record<string, string>;
  };
}

describe('npm run manifest', () => {
  it('takes what the settings of the environment say', async () => {
    const { files } = await made([], { PUBLIC_URL, MicrosoftAppId: appId, TEAMS_CLOUD: 'gcch', SLACK_CLOUD: 'gov' });
    expect(files).toEqual(['partnerdesk-icon.png', 'partnerdesk-slack-gov.json', 'partnerdesk-teams-gcch.zip']);
  });

  it('lets the Slack app read e-mail addresses when it is told to', async () => {
    const [without, with_] = [await made([], { PUBLIC_URL }), await made(['--slack-email'], { PUBLIC_URL })];
    const read = ({ out }: { out: string }) => readFile(join(out, 'partnerdesk-slack-commercial.json'), 'utf8');
    expect(await read(without)).not.toContain('users:read.email');
    expect(await read(with_)).toContain('users:read.email');
  });

  it('takes the flags before the environment', async () => {
    const flags = ['--public-url', 'https://other.example.com', '--app-id', appId, '--teams-cloud', 'dod'];
    const { out, files } = await made(flags, { PUBLIC_URL, TEAMS_CLOUD: 'gcch' });
    expect(files).toContain('partnerdesk-teams-dod.zip');
    expect(await readFile(join(out, 'partnerdesk-slack-commercial.json'), 'utf8')).not.toContain(PUBLIC_URL);
  });

  it.each([
    ['us-government', 'gcch'],
    ['21vianet', '21vianet'],
    ['global', 'public'],
  ])('takes the Teams of the cloud of Partner Center: %s', async (PARTNER_CLOUD, teams) => {
    const { files } = await made([], { PUBLIC_URL, MicrosoftAppId: appId, PARTNER_CLOUD });
    expect(files).toContain(`partnerdesk-teams-${teams}.zip`);
  });

  it('calls an update "edit" for 21Vianet', async () => {
    const { out } = await made([], { PUBLIC_URL, MicrosoftAppId: appId, PARTNER_CLOUD: '21vianet' });
    const { bots } = await teamsManifestIn(join(out, 'partnerdesk-teams-21vianet.zip'));
    expect(bots[0]?.commandLists[0]?.commands.map(({ title }) => title)).toContain('edit');
    expect(await readFile(join(out, 'partnerdesk-slack-commercial.json'), 'utf8')).toContain('edit <customer>');
  });

  it('makes the Slack manifest alone when no bot is named, and says why', async () => {
    const { files, printed } = await made([], { PUBLIC_URL });
    expect(files).toEqual(['partnerdesk-icon.png', 'partnerdesk-slack-commercial.json']);
    expect(printed).toContain('neither --app-id nor MicrosoftAppId');
  });

  it('puts version and pages of the developer into the Teams package', async () => {
    const flags = [
      '--app-version',
      '2.0.1',
      '--developer',
      'Example Ltd',
      '--privacy-url',
      'https://example.com/privacy',
    ];
    const { out } = await made(flags, { PUBLIC_URL, MicrosoftAppId: appId });
    const { version, developer } = await teamsManifestIn(join(out, 'partnerdesk-teams-public.zip'));
    expect({ version, developer }).toEqual({
      version: '2.0.1',
      developer: {
        name: 'Example Ltd',
        websiteUrl: PUBLIC_URL,
        privacyUrl: 'https://example.com/privacy',
        termsOfUseUrl: PUBLIC_URL,
      },
    });
  });

  it('names everything that is wrong at once, and writes nothing', async () => {
    const flags = ['--teams-cloud', 'moon', '--app-version', 'one', '--out', join(folder, 'none')];
    const failing = run(
      flags,
      { PUBLIC_URL: 'http://127.0.0.1:3978', MicrosoftAppId: 'mine' },
      { folder, version: '0.1.0' },
    );
    await expect(failing).rejects.toThrow(
      /--public-url or PUBLIC_URL.*--app-id or MicrosoftAppId.*--teams-cloud or TEAMS_CLOUD.*--app-version/su,
    );
    await expect(readdir(join(folder, 'none'))).rejects.toThrow('ENOENT');
  });

  it('makes the same files from the same settings', async () => {
    const both = await Promise.all([
      made([], { PUBLIC_URL, MicrosoftAppId: appId }),
      made([], { PUBLIC_URL, MicrosoftAppId: appId }),
    ]);
    const contents = await Promise.all(
      both.map(({ out, files }) => Promise.all(files.map((file) => readFile(join(out, file), 'base64')))),
    );
    expect(contents[0]).toEqual(contents[1]);
  });
});
