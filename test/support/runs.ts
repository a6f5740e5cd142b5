/** How often a property is tried. `npm run test:long` multiplies it. */
export function runs(usual: number): number {
  return usual * Number(process.env['RUNS_FACTOR'] ?? 1);
}
