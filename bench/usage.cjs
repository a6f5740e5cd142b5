// Loaded into a Node that is measured (NODE_OPTIONS): says at its end what it took.
const { appendFileSync, readFileSync } = require('node:fs');

process.once('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1000, maxRssKb: ownMaxRssKb() ?? maxRSS };
  appendFileSync(process.env.BENCH_USAGE, `${JSON.stringify(usage)}\n`);
});

/** On Linux, `maxRSS` is at least what the process had that started this one: Terraform, which is larger. */
function ownMaxRssKb() {
  if (process.platform !== 'linux') return undefined;
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
}
