import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** Puts Debian's C library there, in place of that of this machine, whose licences nobody knows here. */
export function addCLibrary(platform, runtime, files) {
  const notices = join(runtime, 'lib/NOTICES');
  if (existsSync(notices)) return;
  const work = mkdtempSync(join(tmpdir(), 'c-library-'));
  try {
    rmSync(join(runtime, 'lib'), { recursive: true, force: true });
    mkdirSync(join(runtime, 'lib'));
    const unpacked = join(work, 'unpacked');
    const debian = new Debian(platform.replace('linux_', ''), work);
    const packages = debian.download('libc6', 'libgcc-s1', 'libstdc++6').map((file) => {
      execFileSync('dpkg-deb', ['--extract', file, unpacked]);
      return basename(file);
    });
    // The licences are elsewhere.
    const licences = [readlinkSync(join(unpacked, 'usr/share/doc/libgcc-s1')), 'base-files'];
    for (const file of debian.download(...licences)) execFileSync('dpkg-deb', ['--extract', file, unpacked]);
    const entries = readdirSync(unpacked, { recursive: true, withFileTypes: true });
    const pathOf = (matches) => {
      const found = entries.find(({ name, parentPath }) => matches(name) && !parentPath.includes('/share/'));
      return join(found.parentPath, found.name);
    };
    for (const name of files)
      copyFileSync(
        pathOf((each) => each === name),
        join(runtime, 'lib', name),
      );
    copyFileSync(
      pathOf((name) => /^ld-linux-.*\.so/.test(name)),
      join(runtime, 'lib/ld.so'),
    );
    chmodSync(join(runtime, 'lib/ld.so'), 0o755);
    writeFileSync(notices, noticesOf(packages, unpacked));
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Packages of an architecture that this machine need not have, with the sources of this machine and lists of their own. */
class Debian {
  #work;
  #options;

  constructor(architecture, work) {
    this.#work = work;
    for (const each of ['lists/partial', 'archives/partial']) mkdirSync(join(work, each), { recursive: true });
    this.#options = [
      `APT::Architecture=${architecture}`,
      `APT::Architectures::=${architecture}`,
      `Dir::State::lists=${work}/lists`,
      'Dir::State::status=/dev/null',
      `Dir::Cache=${work}`,
      'Acquire::Languages=none',
      'APT::Sandbox::User=root',
    ].flatMap((option) => ['-o', option]);
    this.#run(work, 'update');
  }

  /** @returns the files */
  download(...names) {
    const directory = mkdtempSync(join(this.#work, 'packages-'));
    this.#run(directory, 'download', ...names);
    return readdirSync(directory)
      .sort()
      .map((name) => join(directory, name));
  }

  #run(cwd, ...args) {
    execFileSync('apt-get', ['-qq', ...this.#options, ...args], { cwd, stdio: 'pipe' });
  }
}

/** Whoever gets the C library gets its licences, and is told where its source is. */
function noticesOf(packages, unpacked) {
  const text = (path) => readFileSync(join(unpacked, 'usr/share', path), 'utf8').trim();
  return `${[
    `The files in this folder are those of these packages of Debian, unchanged; Debian has their sources:\n\n${packages
      .map((name) => `  ${decodeURIComponent(name)}`)
      .join('\n')}`,
    text('doc/libc6/copyright'),
    text('doc/libgcc-s1/copyright'),
    text('common-licenses/LGPL-2.1'),
    text('common-licenses/GPL-3'),
  ].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
