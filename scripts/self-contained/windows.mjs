import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'postject';

/**
 * Lists the files of the package for Windows, which starts no scripts: the script is put into Node itself ("single executable application").
 * V8's code cache is not put there: it would make other bytes each time, and the provider keeps one of its own.
 *
 * @param {{ script: object, node: string, target: string, licence: string }} options `node` runs here and has the version of `target`
 */
export async function windowsPackage({ script, node, target, licence }) {
  const work = mkdtempSync(join(tmpdir(), 'windows-'));
  try {
    const executable = join(work, 'provider.exe');
    // The path is in the result, so it says nothing of this machine.
    copyFileSync(script.path, join(work, 'provider.cjs'));
    writeFileSync(
      join(work, 'sea.json'),
      JSON.stringify({
        main: 'provider.cjs',
        output: 'blob',
        disableExperimentalSEAWarning: true,
        // It reads its second part from there.
        assets: { program: 'provider.cjs' },
      }),
    );
    execFileSync(node, ['--experimental-sea-config', 'sea.json'], { cwd: work, stdio: 'pipe' });
    writeFileSync(executable, readFileSync(target));
    await inject(executable, 'NODE_SEA_BLOB', readFileSync(join(work, 'blob')), {
      sentinelFuse: 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2',
    });
    return [
      { name: 'LICENSE', content: readFileSync(licence), isExecutable: false },
      {
        name: script.fileName.replace(/\.cjs$/, '.exe'),
        content: readFileSync(executable),
        isExecutable: true,
      },
    ];
  } finally {
    rmSync(work, { recursive: true });
  }
}
