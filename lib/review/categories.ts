/** The kinds of consequences that a change has, in the order in which a reviewer wants to know of them. */
export const categories = {
  'data-loss': { title: 'Data lost', risky: true },
  removed: { title: 'Removed', risky: true },
  replaced: { title: 'Replaced', risky: true },
  downtime: { title: 'Downtime', risky: false },
  public: { title: 'Made public', risky: true },
  irreversible: { title: 'Cannot be undone', risky: true },
  cost: { title: 'Changes the cost', risky: false },
  changed: { title: 'Changed', risky: false },
  created: { title: 'Created', risky: false },
  imported: { title: 'Taken over', risky: false },
  moved: { title: 'Moved, forgotten', risky: false },
  outputs: { title: 'Output', risky: false },
} as const satisfies Readonly<Record<string, { readonly title: string; readonly risky: boolean }>>;

export type Category = keyof typeof categories;

export const categoryNames = Object.keys(categories) as Category[];

export const defaultRisks = categoryNames.filter((name) => categories[name].risky);
