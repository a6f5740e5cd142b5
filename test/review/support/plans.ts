/** Plans for tests, in the form of `terraform show -json`. */
type Values = Record<string, unknown>;

export interface Made {
  readonly address?: string;
  readonly actions?: readonly string[];
  readonly before?: Values | null;
  readonly after?: Values | null;
  readonly change?: Values;
  readonly more?: Values;
}

/** A change of a resource, an update where nothing else is said. The type is that of the address. */
export function changeOf({ address = 'aptible_app.web', actions = ['update'], before, after, change, more }: Made) {
  return {
    address,
    mode: 'managed',
    type: /(\w+)\.[^.]+$/.exec(address.replace(/\[.*?\]/g, ''))![1]!,
    change: { actions, before: before ?? null, after: after ?? null, after_unknown: {}, ...change },
    ...more,
  };
}

export const planOf = (changes: readonly object[], more: Values = {}) =>
  JSON.stringify({
    format_version: '1.2',
    planned_values: {},
    resource_changes: changes,
    applyable: true,
    complete: true,
    ...more,
  });
