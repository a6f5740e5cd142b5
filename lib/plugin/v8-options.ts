/** Options of V8 for a process that lives for seconds. */
import { setFlagsFromString } from 'node:v8';

type Options = Readonly<Record<string, readonly [initial: number, ours: number]>>;

/** The parser of HTTP in undici is one large function, whose optimization takes as long as a third of a small plan. */
const slowerToOptimizeParser: Options = { 'wasm-tiering-budget': [13_000_000, 1_300_000_000] };
/**
 * New objects have 8 MiB when the provider has been loaded. V8 doubles that as long as objects outlive their collection, up to 128 MiB:
 * a plan of 2,000 resources then takes 100 MB more, and no less time.
 */
const noGrowth: Options = { 'semi-space-growth-factor': [2, 1] };

/**
 * By version of V8, since what it begins with differs. Any other version is left as it is. A function has to be used ten times as much before
 * it is optimized: else Node 20 spends a third of a plan's CPU time on that.
 */
const options: Readonly<Record<string, Options>> = {
  // Node 20
  '11.3': { 'interrupt-budget': [67_584, 675_840], 'wasm-tiering-budget': [1_800_000, 180_000_000] },
  // Node 22
  '12.4': { 'invocation-count-for-turbofan': [3_000, 30_000], ...slowerToOptimizeParser, ...noGrowth },
  // Node 24
  '13.6': { 'invocation-count-for-turbofan': [10_000, 100_000], ...slowerToOptimizeParser, ...noGrowth },
  // Node 26
  '14.6': { 'invocation-count-for-turbofan': [16_000, 160_000], ...slowerToOptimizeParser, ...noGrowth },
};

/**
 * Sets them for the rest of this process. On the command line they would cost 15 ms at each start: with other options than usual, V8 does
 * not use what Node has compiled ahead.
 */
export function expectShortLife(): void {
  const ours = Object.entries(options[/^\d+\.\d+/.exec(process.versions.v8)![0]] ?? {});
  for (const [name, [, value]] of ours) setFlagsFromString(`--${name}=${value}`);
  // What V8 has compiled may be kept at the exit. It is used only by a process that starts with the same options.
  process.prependOnceListener('exit', () => {
    for (const [name, [initial]] of ours) setFlagsFromString(`--${name}=${initial}`);
  });
}
