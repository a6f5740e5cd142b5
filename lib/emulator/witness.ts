/** A file beside the journal that says how many changes were written, so that the loss of all after some change is noticed, too. */
import { open, type FileHandle } from 'node:fs/promises';

const width = 16;

export class Witness {
  private constructor(
    private readonly handle: FileHandle,
    readonly file: string,
    /** The number that it says; undefined for a new file. */
    readonly changes: number | undefined,
  ) {}

  /** @throws Error for a file that says something else. */
  static async open(file: string): Promise<Witness> {
    const handle = await openOrCreate(file);
    const text = await handle.readFile('utf8');
    if (text !== '' && !/^\d{16}\n$/.test(text)) {
      await handle.close();
      throw new Error(
        `${file} was damaged. Put the directory back from a copy, or remove this file to go on with what is there.`,
      );
    }
    return new Witness(handle, file, text === '' ? undefined : Number(text));
  }

  async write(changes: number): Promise<void> {
    await this.handle.write(`${String(changes).padStart(width, '0')}\n`, 0);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

async function openOrCreate(file: string): Promise<FileHandle> {
  try {
    return await open(file, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return open(file, 'wx+', 0o600);
  }
}
