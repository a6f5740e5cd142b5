import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';

/** @returns what the machine lacks for such a root, or undefined */
export function missingForMusl() {
  const missing = [
    process.platform === 'linux' ? undefined : 'Linux',
    process.getuid?.() === 0 ? undefined : 'root, for chroot',
    existsSync('/usr/bin/apt-get') ? undefined : 'apt-get',
  ].filter(Boolean);
  return missing.length === 0 ? undefined : missing.join(', ');
}

/**
 * Makes a root of a file system without a C library but musl, as Alpine has it: a shell, terraform, and nothing else. The terraform on PATH
 * has to be a static program.
 *
 * @returns a program that is terraform in it. It takes paths that lie below the root as they are seen from outside.
 */
export function makeMuslRoot(root) {
  for (const each of ['bin', 'etc', 'lib', 'tmp', 'dev']) mkdirSync(join(root, each));
  const packages = mkdtempSync(join(root, 'packages-'));
  execFileSync('apt-get', ['-qq', '-o', 'APT::Sandbox::User=root', 'download', 'musl', 'busybox-static'], {
    cwd: packages,
  });
  for (const file of readdirSync(packages))
    execFileSync('dpkg-deb', ['--extract', join(packages, file), join(root, 'debian')]);
  cpSync(join(root, 'debian/lib'), join(root, 'lib'), { recursive: true, verbatimSymlinks: true });
  cpSync(join(root, 'debian/bin/busybox'), join(root, 'bin/sh'));
  const found = process.env.PATH.split(delimiter)
    .map((each) => join(each, 'terraform'))
    .find((file) => existsSync(file));
  cpSync(found, join(root, 'bin/terraform'), { dereference: true });
  writeFileSync(join(root, 'etc/hosts'), '127.0.0.1 localhost platform.test\n');
  for (const [name, minor] of Object.entries({ null: '3', urandom: '9' }))
    execFileSync('mknod', ['-m', '666', join(root, 'dev', name), 'c', '1', minor]);
  // The root is found in itself, under its own path.
  mkdirSync(join(root, dirname(root)), { recursive: true });
  symlinkSync('/', join(root, root));

  const program = join(root, 'terraform');
  const inside = 'cd "$1" && shift && exec terraform "$@"';
  writeFileSync(
    program,
    `#!/bin/sh\nPATH=/bin exec /usr/sbin/chroot '${root}' /bin/sh -c '${inside}' terraform "$PWD" "$@"\n`,
    { mode: 0o755 },
  );
  return program;
}
