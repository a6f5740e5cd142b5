const {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
} = require('node:fs');
const { freemem, tmpdir } = require('node:os');
const { join } = require('node:path');

const memory = '/dev/shm';
/** Several times what the tests of three workers hold at one time, mostly databases: 1.2 GB. */
const enoughBytes = 6 * 2 ** 30;
const name = /^cdktf-aptible-tests-(\d+)-/;

/**
 * Makes a directory for all tests of a run. It is in memory where that is possible, and then holds all their temporary files: a PostgreSQL
 * has a thousand files, and ext4 searches long for the place of a new one when many were removed in the last seconds. That took half of the
 * time of tests with databases.
 */
module.exports = function makeRunDirectory() {
  // Each project asks for it.
  if (process.env.EMPTY_SERVERS !== undefined) return;
  const isInMemory = process.env.TMPDIR === undefined && hasRoom();
  const parent = isInMemory ? memory : tmpdir();
  removeAbandoned(parent);
  const directory = mkdtempSync(join(parent, `cdktf-aptible-tests-${process.pid}-`));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  // Servers run as another user.
  chmodSync(directory, 0o1777);
  if (isInMemory) process.env.TMPDIR = directory;
  process.env.EMPTY_SERVERS = join(directory, 'empty-servers');
  mkdirSync(process.env.EMPTY_SERVERS);
};

/** Whether there is a file system in memory, from which programs may be started, and room in it. */
function hasRoom() {
  if (process.platform !== 'linux') return false;
  const [, options] = /^\S+ \/dev\/shm tmpfs (\S+)/m.exec(readFileSync('/proc/mounts', 'utf8')) ?? [];
  if (options === undefined || options.split(',').some((each) => ['noexec', 'ro'].includes(each))) return false;
  const { bavail, bsize } = statfsSync(memory);
  return Math.min(bavail * bsize, freemem()) >= enoughBytes;
}

/** Removes what killed runs have left. */
function removeAbandoned(parent) {
  for (const entry of readdirSync(parent)) {
    const pid = Number(name.exec(entry)?.[1]);
    const directory = join(parent, entry);
    if (pid > 0 && !isRunning(pid) && statSync(directory).uid === process.getuid())
      rmSync(directory, { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
