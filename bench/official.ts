/**
 * What the official provider (in Go) took for the same plans, measured on 2026-11-27 side by side with ours: terraform 1.11.4, two cores. It is
 * not measured again, so a ratio to it is also one of two machines.
 */
import type { Size } from './configuration';

/** Milliseconds of an unchanged plan, by latency. */
export const officialMs: Readonly<Partial<Record<Size, Readonly<Record<number, number>>>>> = {
  21: { 0: 660, 50: 1_190, 100: 2_010 },
  261: { 0: 5_020, 50: 7_350, 100: 11_420 },
};

/** CPU time of its processes in an unchanged plan. */
export const officialCpuMs: Readonly<Partial<Record<Size, number>>> = { 21: 310, 261: 2_580 };
