/** Version constraints as `required_providers` and lock files have them: `>= 0.9, != 0.9.7`, `~> 0.10`. */

/** A version's three numbers. */
export type Numbers = readonly [major: number, minor: number, patch: number];

interface Constraint {
  readonly operator: string;
  /** What is not given counts as zero. */
  readonly numbers: Numbers;
  /** How many numbers are given, which is what `~>` goes by. */
  readonly given: number;
  /** What stands behind the numbers: a prerelease (`-rc.1`) and the metadata of a build (`+linux`). */
  readonly suffix: string;
}

/** Whether a version satisfies all constraints of a text. The version has metadata, so only one that says the same text is equal to it. */
export function satisfies(version: string, constraints: string): boolean {
  const { numbers, suffix } = constraint(version);
  return constraintsOf(constraints).every((each) => {
    const order = compare(numbers, each.numbers);
    switch (each.operator) {
      case '=':
        return order === 0 && suffix === each.suffix;
      case '!=':
        return order !== 0 || suffix !== each.suffix;
      case '>':
        return order > 0;
      case '>=':
        return order >= 0;
      case '<':
        return order < 0;
      case '<=':
        return order <= 0;
      default:
        return order >= 0 && each.numbers.slice(0, each.given - 1).every((number, index) => number === numbers[index]);
    }
  });
}

/** The numbers that a text of constraints names. */
export function numbersIn(constraints: string): Numbers[] {
  return constraintsOf(constraints).map(({ numbers }) => numbers);
}

export function compare(a: Numbers, b: Numbers): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

function constraintsOf(text: string): Constraint[] {
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(constraint);
}

function constraint(text: string): Constraint {
  const [, operator = '=', version, suffix = ''] =
    /^\s*(=|!=|>=|<=|>|<|~>)?\s*v?(\d+(?:\.\d+){0,2})([-+][0-9A-Za-z.+-]+)?\s*$/.exec(text) ?? [];
  if (version === undefined)
    throw new Error(`"${text.trim()}" is not a version constraint, such as ">= 0.9" or "~> 0.9.24"`);
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return { operator, numbers: [major, minor, patch], given: version.split('.').length, suffix };
}
