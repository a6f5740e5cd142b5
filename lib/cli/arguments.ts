/** Reads the arguments of commands, and says of those that cannot be read how to write them. */
import { InvalidArgumentError } from 'commander';
import { categoryNames, type Category } from '../review/categories';

export function setting(text: string, settings: Readonly<Record<string, string>> = {}): typeof settings {
  const [, path, value] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
  if (path === undefined || value === undefined)
    throw new InvalidArgumentError('Write it as apps.web.image=quay.io/acme/web:1.4.');
  return { ...settings, [path]: value };
}

export function port(text: string): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > 65535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return number;
}

export function portOfTunnel(text: string): number {
  const number = port(text);
  if (number === 0) throw new InvalidArgumentError('Leave it out for a free one.');
  return number;
}

export function image(text: string, images: Readonly<Record<string, readonly string[]>>): typeof images {
  const [, name, services] = /^([^=]+)=([^=,]+(?:,[^=,]+)*)$/.exec(text) ?? [];
  if (name === undefined || services === undefined) throw new InvalidArgumentError('Write it as acme/web=web,worker.');
  return { ...images, [name]: services.split(',') };
}

export function command(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Write the command to run.');
  return text;
}

/** A variable of a pipeline that is not set would name everything but the copy that was meant. */
export function notEmpty(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Write a name, or leave the option out.');
  return text;
}

export function risks(text: string): Category[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.join() === 'none') return [];
  const unknown = names.filter((name) => !(categoryNames as readonly string[]).includes(name));
  if (unknown.length === 0) return names as Category[];
  throw new InvalidArgumentError(
    `There is no ${unknown.join(', no ')}. There are ${categoryNames.join(', ')}, or none.`,
  );
}

/** Reads a duration as milliseconds. */
export function duration(text: string): number {
  if (text === 'instant') return 0;
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  if (number === undefined) throw new InvalidArgumentError('Write instant, or a duration such as 500ms, 3s or 2m.');
  return Number(number) * { ms: 1, s: 1000, m: 60_000 }[unit as 'ms' | 's' | 'm'];
}
