/** Differences as a review shows them: by name, with the values that are no secrets. */
import { shownValues, wordsForNoValue, type Difference } from './differences';

export interface Described {
  /** `service.web.container_count` */
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
  /** The keys of a map that differ. */
  readonly keys?: readonly string[];
}

/** @param isNew whether there was nothing before: then only what may be shown, and is not the default, is worth a word */
export function describe(differences: readonly Difference[], isNew: boolean): Described[] {
  return differences.flatMap((difference) => {
    const path = difference.path.join('.');
    const values = shownValues(difference);
    if (isNew) {
      const isDefault = difference.after === difference.attribute.default || difference.unknown;
      return values === undefined || isDefault || /(^|_)id$/.test(path) ? [] : [{ path, after: values.after }];
    }
    const { keys } = difference;
    return [{ path, ...values, ...(keys.length > 0 && { keys }) }];
  });
}

const mostKeys = 5;

/** One attribute in words. The form is given, since Markdown and a terminal mark names in other ways. */
export function inWords({ path, before, after, keys }: Described, mark: (text: string) => string): string {
  const value = (text: string) => (wordsForNoValue.includes(text) ? text : mark(text));
  if (before !== undefined && after !== undefined) return `${mark(path)} ${value(before)} → ${value(after)}`;
  if (after !== undefined) return `${mark(path)} ${value(after)}`;
  if (keys === undefined) return mark(path);
  const more = keys.length - mostKeys;
  return `${mark(path)} (${keys.slice(0, mostKeys).map(mark).join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
}
