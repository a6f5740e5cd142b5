import { makeDirectory } from '../files/make-directory';

/** @throws Error that says why the directory cannot be used. */
export function makeDataDirectory(directory: string, mode: number): void {
  try {
    makeDirectory(directory, mode);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason =
      {
        EEXIST: 'there is a file of that name',
        ENOTDIR: 'a part of that path is a file',
        ENOENT: 'this system has no directories there',
        EACCES: 'this user may not write there',
        EROFS: 'this file system can only be read',
      }[code ?? ''] ?? message;
    throw new Error(`The directory ${directory} cannot be made: ${reason}. Choose another one.`, { cause: error });
  }
}
