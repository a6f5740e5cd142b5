/** The library as JavaScript, for tests that start processes: starting one from the sources takes twice the time. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const root = join(__dirname, '../..');

export class Compiled {
  /** A directory laid out as the project is, so that the library finds what it looks for beside itself. */
  private readonly directory = mkdtempSync(join(tmpdir(), 'compiled-'));

  /** @param more Other source files to compile, such as a test's script. */
  constructor(...more: string[]) {
    const files = readdirSync(join(root, 'lib'), { recursive: true, encoding: 'utf8' }).map((name) =>
      join('lib', name),
    );
    buildSync({
      absWorkingDir: root,
      entryPoints: [...files.filter((file) => file.endsWith('.ts')), ...more],
      outbase: '.',
      outdir: this.directory,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      logLevel: 'warning',
    });
    for (const file of files.filter((file) => file.endsWith('.html')))
      copyFileSync(join(root, file), join(this.directory, file));
    for (const name of ['node_modules', 'package.json']) symlinkSync(join(root, name), join(this.directory, name));
  }

  /** The compiled file of a source file such as `lib/cli/main.ts`. */
  path(source: string): string {
    return join(this.directory, source.replace(/\.ts$/, '.js'));
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
