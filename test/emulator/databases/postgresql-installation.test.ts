import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  embeddedDirectory,
  embeddedInstallation,
  nearestInstallation,
} from '../../../lib/emulator/databases/postgresql-installation';
import { unprivilegedUser } from '../../../lib/emulator/databases/unprivileged-user';

describe('the nearest installation', () => {
  const installations = ['13', '15', '17', '9.6'].map((version) => ({ version }));

  test.each([
    ['15', '15'],
    ['16', '17'],
    ['14', '15'],
    ['18', '17'],
    ['9.5', '9.6'],
    ['11.5', '13'],
  ])('for %s is %s', (wanted, version) => {
    expect(nearestInstallation(installations, wanted)).toEqual({ version });
  });

  test('is none where there are none', () => {
    expect(nearestInstallation([], '16')).toBeUndefined();
  });
});

describe('the binaries of the npm package', () => {
  let directory: string;
  const source = embeddedDirectory()!;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'installation-'));
    chmodSync(directory, 0o755);
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  test('are used as they are where npm ran the install script', async () => {
    // The user of the server may not be able to enter the checkout, such as one in a private directory of root.
    const native = join(directory, 'installed', 'native');
    cpSync(source, native, { recursive: true, verbatimSymlinks: true });
    const temporary = join(directory, 'unused');
    mkdirSync(temporary);
    expect(await embeddedInstallation(native, unprivilegedUser(), temporary)).toEqual({
      version: '16',
      binDirectory: join(native, 'bin'),
    });
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('are copied and completed where it did not, and the package stays as it was', async () => {
    const native = join(directory, 'package', 'native');
    const isLink = (path: string): boolean => lstatSync(path).isSymbolicLink();
    cpSync(source, native, { recursive: true, filter: (path) => !isLink(path) });
    expect(() => execFileSync(join(native, 'bin/postgres'), ['--version'], { stdio: 'pipe' })).toThrow(/libicu/);

    const temporary = join(directory, 'temporary');
    const installation = await embeddedInstallation(native, unprivilegedUser(), temporary);
    expect(installation).toEqual({ version: '16', binDirectory: join(temporary, 'postgresql/native/bin') });
    expect(readdirSync(join(native, 'lib')).some((name) => isLink(join(native, 'lib', name)))).toBe(false);
    expect(existsSync(join(temporary, 'postgresql/native/lib/libpq.so.5'))).toBe(process.platform === 'linux');
  });
});
