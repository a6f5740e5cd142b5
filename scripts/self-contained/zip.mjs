import { ZipFile } from 'yazl';

/** Makes a zip file whose bytes say nothing of the machine and the moment at which it was made. */
export async function zip(files) {
  const archive = new ZipFile();
  for (const { name, content, isExecutable } of files) {
    archive.addBuffer(content, name, {
      mtime: new Date(1980, 0, 1),
      mode: isExecutable ? 0o100755 : 0o100644,
      compressionLevel: 9,
      forceDosTimestamp: true,
    });
  }
  archive.end();
  const parts = [];
  for await (const part of archive.outputStream) parts.push(part);
  return Buffer.concat(parts);
}
