/** `npm run bench -- --quick` fails where something is worse than in bench/history.csv, and only there. */
import { compare, formatLine, parseHistory, readHistory, type HistoryLine } from '../../bench/history';

const line: HistoryLine = {
  date: '2026-01-02',
  commit: 'abc1234',
  nodeVersion: 'v20.20.2',
  figures: { requests21: 9, requests261: 10, cpuPerResourceMs: 4, bareNodeCpuMs: 20, plan21Ratio: 2.5 },
  note: '',
};
const now = { requests21: 9, requests261: 10, cpuPerResourceMs: 4, bareNodeCpuMs: 20 };

test('what is as before, better or within the tolerance passes', () => {
  for (const figures of [now, { ...now, requests261: 8, cpuPerResourceMs: 1 }, { ...now, cpuPerResourceMs: 6 }])
    expect(compare('v20.19.0', figures, [line])).toEqual({ worse: [], leftOut: [] });
});

test('one request more fails, with any version of Node', () => {
  const figures = { ...now, requests21: 10, requests261: 11 };
  const worse = ['requests21 is 10, and was 9 at abc1234', 'requests261 is 11, and was 10 at abc1234'];
  expect(compare('v20.20.2', figures, [line]).worse).toEqual(worse);
  expect(compare('v22.1.0', figures, [line]).worse).toEqual(worse);
});

test('more than 1.5 times the CPU time of the last line of the same version of Node fails', () => {
  const others = [
    { ...line, figures: { cpuPerResourceMs: 40, bareNodeCpuMs: 20 } },
    line,
    { ...line, nodeVersion: 'v24.1.0', figures: { cpuPerResourceMs: 40, bareNodeCpuMs: 20 } },
    { ...line, figures: { startRatio: 3 } },
  ];
  expect(compare('v20.20.2', { ...now, cpuPerResourceMs: 6.01 }, others).worse).toEqual([
    'cpuPerResourceMs is 6.01, and may be 6.00: 1.5 times the 4 at abc1234, on a machine that is 1.00 times as slow',
  ]);
});

test('a machine on which node itself takes longer may take as much longer, and a quicker one gets no less', () => {
  const worse = (cpuPerResourceMs: number, bareNodeCpuMs: number): number =>
    compare('v20.20.2', { ...now, cpuPerResourceMs, bareNodeCpuMs }, [line]).worse.length;
  expect([worse(12, 40), worse(12.1, 40), worse(6, 10), worse(6.1, 10)]).toEqual([0, 1, 0, 1]);
});

test('what has no line to be compared with is said', () => {
  expect(compare('v22.1.0', now, [line])).toEqual({
    worse: [],
    leftOut: ['cpuPerResourceMs: bench/history.csv has no line of Node 22 with it'],
  });
  expect(compare('v20.20.2', now, [])).toEqual({
    worse: [],
    leftOut: [
      'requests21: no line of bench/history.csv has it',
      'requests261: no line of bench/history.csv has it',
      'cpuPerResourceMs: bench/history.csv has no line of Node 20 with it',
    ],
  });
});

test('a line is read as it was written, and a file with other columns is refused', () => {
  const header = `date,commit,node,${names.join(',')},note`;
  const written = formatLine({ ...line, note: 'busy, and slow' });
  expect(parseHistory(`${header}\n${written}\n`)).toEqual([{ ...line, note: 'busy; and slow' }]);
  expect(() => parseHistory(`date,commit\n${written}\n`)).toThrow('does not have the columns date,commit,node,');
  expect(() => parseHistory(`${header}\n2026-01-02,abc1234\n`)).toThrow('a line of 2 cells: 2026-01-02,abc1234');
});

test('the history has what is compared for Node 20 and 24', () => {
  for (const version of ['v20.0.0', 'v24.0.0'])
    expect(compare(version, { ...now, requests21: 0, requests261: 0, cpuPerResourceMs: 0 }, readHistory())).toEqual({
      worse: [],
      leftOut: [],
    });
});

const names = [
  'requests21',
  'requests261',
  'cpuPerResourceMs',
  'bareNodeCpuMs',
  'startRatio',
  'plan21Ratio',
  'plan261Ratio',
  'plan2000Ratio',
  'provider2000Mb',
  'createsRatio',
];
