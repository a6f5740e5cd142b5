import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

/** A project's directory with files, which is removed at the end of its block. */
export class Files implements Disposable {
  readonly path = realpathSync(mkdtempSync(join(tmpdir(), 'definition-')));

  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    for (const [name, content] of Object.entries(files)) this.write(name, content);
  }

  /** @returns the path of the file. */
  write(name: string, content: string | Uint8Array): string {
    const path = join(this.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    return path;
  }

  /** @returns a message without the directory. */
  hide(message: string): string {
    const shown = relative(process.cwd(), this.path);
    return message.replaceAll(`${this.path}/`, '').replaceAll(this.path, 'PROJECT').replaceAll(`${shown}/`, '');
  }

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true });
  }
}
