/**
 * The program at the head of the provider's executable. Its text is copied there, so it refers to nothing outside itself, and it is
 * written so that any Node since 14 can read it far enough to say that it is too old.
 *
 * It runs the first part of the program, which does the handshake, and loads the second when the first one asks for it. V8's code cache
 * saves the compilation of the second. The cache is outside the package, whose every file Terraform hashes. A cache is code, so one that
 * another user could have written is not read.
 */
function bootstrap({ name, hash }, runFirst) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 18)) {
    // Terraform shows its user the first line of stdout that it does not understand, but nothing of stderr.
    const stream = process.env.TF_PLUGIN_MAGIC_COOKIE ? process.stdout : process.stderr;
    stream.write(`${name} needs Node.js 20.18 or later; the "node" on PATH is ${process.version}.\n`);
    process.exit(1);
  }
  const nodeRequire = require;
  const fs = require('node:fs');
  const path = require('node:path');
  const os = require('node:os');
  const crypto = require('node:crypto');

  let second;
  let cacheFile;
  const first = { exports: {} };
  runFirst((id) => (id.startsWith('late:') ? (second ??= loadSecond())[id]() : nodeRequire(id)), first, first.exports);

  function loadSecond() {
    const vm = require('node:vm');
    const text = fs.readFileSync(__filename, 'latin1');
    const mark = '\n/*LATE\n';
    const bundle = text.slice(text.indexOf(mark) + mark.length, text.lastIndexOf('\n*/')).replaceAll('*\u0001/', '*/');
    cacheFile = path.join(cacheFolder(), `${hash}-${process.version}-${process.arch}`);
    const cachedData = readCache();
    const source = `(function(require,module,exports){${bundle}\n})`;
    const script = new vm.Script(source, { filename: __filename, cachedData });
    if (!cachedData || script.cachedDataRejected) {
      // At the end: it costs no start-up then, and has what the run has compiled.
      process.once('exit', (code) => {
        if (code === 0) writeCache(script.createCachedData());
      });
    }
    const module = { exports: {} };
    const requireLate = (id) => (id.startsWith('head:') ? first.exports.shared[id]() : nodeRequire(id));
    script.runInThisContext()(requireLate, module, module.exports);
    return module.exports.load;
  }

  function cacheFolder() {
    const home = os.homedir();
    const base = process.platform === 'darwin' ? path.join(home, 'Library/Caches') : path.join(home, '.cache');
    return path.join(process.env.XDG_CACHE_HOME || base, name);
  }

  function readCache() {
    try {
      const descriptor = fs.openSync(cacheFile, fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW || 0));
      try {
        const { uid, mode } = fs.fstatSync(descriptor);
        if (process.getuid && (uid !== process.getuid() || (mode & 0o022) !== 0)) return undefined;
        const stored = fs.readFileSync(descriptor);
        const data = stored.subarray(32);
        // V8 trusts what it is given, so a damaged file must not reach it.
        return checksum(data).equals(stored.subarray(0, 32)) ? data : undefined;
      } finally {
        fs.closeSync(descriptor);
      }
    } catch {
      // None yet, or none that may be read: the bundle is compiled.
      return undefined;
    }
  }

  function checksum(data) {
    return crypto.createHash('sha256').update(data).digest();
  }

  /** Removes the caches of versions that have been replaced. */
  function removeOldCaches() {
    const monthMs = 30 * 24 * 3600 * 1000;
    for (const entry of fs.readdirSync(path.dirname(cacheFile))) {
      const other = path.join(path.dirname(cacheFile), entry);
      if (Date.now() - fs.statSync(other).mtimeMs > monthMs) fs.rmSync(other);
    }
  }

  function writeCache(data) {
    const temporary = `${cacheFile}.${process.pid}`;
    try {
      fs.mkdirSync(path.dirname(cacheFile), { recursive: true, mode: 0o700 });
      fs.writeFileSync(temporary, Buffer.concat([checksum(data), data]), { mode: 0o600, flag: 'wx' });
      fs.renameSync(temporary, cacheFile);
      removeOldCaches();
    } catch {
      // A home that cannot be written: the next start compiles again.
      return;
    }
  }
}

module.exports = { bootstrap };
