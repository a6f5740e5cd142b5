/**
 * The program at the head of the provider's executable. Its text is copied there, so it refers to nothing outside itself, and any Node
 * since 10 can read it far enough to say that it is too old.
 *
 * It runs the first part of the program, which does the handshake, and loads the second when the first one asks for it. The second is
 * compressed here, since Node reads all of this file at each start. A cache has its text and V8's code for it, which saves decompression
 * and compilation. The cache is outside the package, whose every file Terraform hashes. A cache is code: it is read from, and written to,
 * nothing that another user could have put there.
 */
function bootstrap({ name, hash }, runFirst) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 18)) {
    // Terraform shows its user the first line of stdout that it does not understand, but nothing of stderr.
    const stream = process.env.TF_PLUGIN_MAGIC_COOKIE ? process.stdout : process.stderr;
    stream.write(
      `${name} needs Node.js 20.18 or later, and the "node" on PATH is ${process.version}. Install a newer one: ` +
        'docs/guides/troubleshooting.md of the npm package cdktf-aptible says more under "needs Node.js".\n',
    );
    process.exit(1);
  }
  const nodeRequire = require;
  const fs = require('node:fs');
  const path = require('node:path');
  const os = require('node:os');
  const crypto = require('node:crypto');

  // A cache: a checksum of the rest, its writer's CPU time, the length of the text, the text, V8's code.
  const [checksumBytes, headBytes] = [32, 8];
  // The first run only validates. A later one that does more has compiled more, and writes the cache once more.
  const [muchMore, mostCpuMs] = [1.5, 0xffffffff];
  let second;
  const first = { exports: {} };
  runFirst((id) => (id.startsWith('late:') ? (second ??= loadSecond())[id]() : nodeRequire(id)), first, first.exports);

  function loadSecond() {
    const vm = require('node:vm');
    const { cachedDataVersionTag } = require('node:v8');
    const tag = cachedDataVersionTag();
    const { text, data, writerCpuMs } = attempt(readCache) || { text: decompressed() };
    const script = new vm.Script(text, { filename: __filename, cachedData: data });
    const isNew = !data || script.cachedDataRejected;
    // At the end: it costs no start-up then, and has what the run has compiled.
    process.once('exit', (code) => {
      // V8 takes what it has compiled only with the options with which it has begun, and the provider changes some.
      if (code !== 0 || cachedDataVersionTag() !== tag) return;
      const { user, system } = process.cpuUsage();
      const cpuMs = (user + system) / 1000;
      if (isNew) attempt(() => writeCache(text, script, cpuMs));
      else if (cpuMs > muchMore * writerCpuMs) attempt(() => writeCache(text, script, mostCpuMs));
    });
    const module = { exports: {} };
    const requireLate = (id) => (id.startsWith('head:') ? first.exports.shared[id]() : nodeRequire(id));
    script.runInThisContext()(requireLate, module, module.exports);
    return module.exports.load;
  }

  function decompressed() {
    // In a single executable, where the file is Node itself, the program is there a second time.
    const isSingle = __filename === process.execPath;
    const program = isSingle
      ? require('node:sea').getAsset('program', 'latin1')
      : fs.readFileSync(__filename, 'latin1');
    const mark = '\n/*LATE\n';
    const compressed = program.slice(program.indexOf(mark) + mark.length, program.lastIndexOf('\n*/'));
    return require('node:zlib').brotliDecompressSync(Buffer.from(compressed, 'base64')).toString('latin1');
  }

  /** A cache only saves time: where there can be none, the second part is decompressed and compiled. */
  function attempt(work) {
    try {
      return work();
    } catch {
      return undefined;
    }
  }

  function cacheFile() {
    const base =
      process.env.XDG_CACHE_HOME ||
      path.join(os.homedir(), process.platform === 'darwin' ? 'Library/Caches' : '.cache');
    // A relative one would be wherever Terraform was started: a checkout could bring a cache.
    if (!path.isAbsolute(base)) throw new Error(`${base} is not absolute`);
    return path.join(base, name, `${hash}-${process.version}-${process.arch}`);
  }

  function checkOwn({ uid, mode }, isOfKind) {
    const isOwn = !process.getuid || (uid === process.getuid() && (mode & 0o022) === 0);
    if (!isOfKind || !isOwn) throw new Error('not ours alone');
  }

  function checkFolder(folder) {
    const stats = fs.lstatSync(folder);
    checkOwn(stats, stats.isDirectory());
  }

  function readCache() {
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = fs.constants;
    const file = cacheFile();
    checkFolder(path.dirname(file));
    // Nonblocking: opening a pipe would wait for its writer.
    const descriptor = fs.openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stats = fs.fstatSync(descriptor);
      checkOwn(stats, stats.isFile());
      const stored = fs.readFileSync(descriptor);
      const content = stored.subarray(checksumBytes);
      // V8 trusts what it is given, so a damaged file must not reach it.
      if (!checksum(content).equals(stored.subarray(0, checksumBytes))) return undefined;
      const textEnd = headBytes + content.readUInt32LE(4);
      const text = content.toString('latin1', headBytes, textEnd);
      return { text, data: content.subarray(textEnd), writerCpuMs: content.readUInt32LE(0) };
    } finally {
      fs.closeSync(descriptor);
    }
  }

  function checksum(content) {
    return crypto.createHash('sha256').update(content).digest();
  }

  function writeCache(text, script, cpuMs) {
    const file = cacheFile();
    const folder = path.dirname(file);
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    checkFolder(folder);
    const head = Buffer.alloc(headBytes);
    head.writeUInt32LE(Math.round(cpuMs), 0);
    head.writeUInt32LE(text.length, 4);
    const content = Buffer.concat([head, Buffer.from(text, 'latin1'), script.createCachedData()]);
    const temporary = `${file}.${crypto.randomBytes(4).toString('hex')}`;
    try {
      fs.writeFileSync(temporary, Buffer.concat([checksum(content), content]), { mode: 0o600, flag: 'wx' });
      fs.renameSync(temporary, file);
    } finally {
      // It is still there when the disk is full, or the cache's name taken by a folder.
      fs.rmSync(temporary, { force: true });
    }
    removeOldCaches(folder);
  }

  /** Removes the caches of versions that have been replaced, and what killed processes have left. */
  function removeOldCaches(folder) {
    const monthMs = 30 * 24 * 3600 * 1000;
    for (const entry of fs.readdirSync(folder).filter((each) => /^[0-9a-f]{16}-v\d[\w.-]+$/.test(each))) {
      const other = path.join(folder, entry);
      const stats = fs.lstatSync(other);
      if (stats.isFile() && Date.now() - stats.mtimeMs > monthMs) fs.rmSync(other, { force: true });
    }
  }
}

module.exports = { bootstrap };
