/** Limits of the platform that several resources share. Sources: its documentation, dashboard and clients. */
import { matching, oneOf, integer, type Reader } from './fields';

export const handle: Reader<string> = matching(
  /^[0-9a-z._-]{1,64}$/,
  'must be 1 to 64 lower case letters, digits, periods, underscores or hyphens',
);

const containerSizesMb = [512, 1024, 2048, 4096, 7168, 15360, 30720, 61440, 153600, 245760] as const;
const largeContainerSizesMb = [376832, 507904, 770048] as const;

export const containerSize: Reader<number> = oneOf([...containerSizesMb, ...largeContainerSizesMb]);
export const defaultContainerSizeMb = 1024;
export const containerCount = integer(0, 128);
/** A family of container profiles, or one with its generation: `m`, `m5`. It is kept as it was sent. */
export const containerProfile = oneOf(['m', 'c', 'r', 'm4', 'm5', 'r4', 'r5', 'c4', 'c5']);

export const diskSizeGb = integer(1, 16384);
export const defaultDiskSizeGb = 10;
export const provisionedIops = integer(0, 16000);

const largestMb: Readonly<Record<string, number>> = { m: 376832, c: 376832, r: 770048 };

/**
 * @returns What is wrong with a container of that size on that profile, if anything. The dashboard has a least size of each profile, too, which
 * the API does not enforce: the official provider's own tests run an app of 512 MB and a database of 1024 MB on `r`.
 */
export function containerProblem(sizeMb: number, profile: string): string | undefined {
  const family = profile.charAt(0);
  if (sizeMb > largestMb[family]!) {
    return `container_size of ${sizeMb} MB is above the ${largestMb[family]} MB maximum of the ${family} profile`;
  }
  return undefined;
}

export const baselineIops = 3000;

/** @returns What is wrong with that many IOPS on a disk of that size, if anything. Any disk has 3,000; more need 1 GB for each 500. */
export function iopsProblem(iops: number, sizeGb: number): string | undefined {
  if (iops < baselineIops) return `provisioned_iops must be at least ${baselineIops}`;
  if (iops > Math.max(baselineIops, 500 * sizeGb)) {
    return `provisioned_iops of ${iops} needs a disk of at least ${Math.ceil(iops / 500)} GB`;
  }
  return undefined;
}

/** Lets 0 through as well: clients that cannot leave a number out send it for none. */
export function orZero(reader: Reader<number>): Reader<number> {
  return (value) => (value === 0 || value === '0' ? 0 : reader(value));
}
