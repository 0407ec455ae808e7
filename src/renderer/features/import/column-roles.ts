// The columns of a CSV table and what they mean, as the core's question writes them: JSON of `{role: place of the column}`.

/** Which column (from 0) has which role. Anything that is not one of these has none. */
export function columnsOf(chosen: string): Readonly<Record<string, number>> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(chosen);
  } catch {
    // Written by another version: then nothing is chosen yet.
    return {};
  }
  const entries = Object.entries(typeof parsed === 'object' && parsed !== null ? parsed : {});
  return Object.fromEntries(entries.filter((entry): entry is [string, number] => Number.isInteger(entry[1])));
}

const knownRoles = ['filename', 'class', 'xmin', 'ymin', 'xmax', 'ymax', 'width', 'height', 'split'];

/** Roles that a column may have: those that are always understood, and whatever else the core's options name. */
export function columnRoles(columns: Readonly<Record<string, number>>, options: readonly string[]): readonly string[] {
  return [
    ...new Set([...knownRoles, ...Object.keys(columns), ...options.flatMap(option => Object.keys(columnsOf(option)))]),
  ];
}

/** The answer in which the column has this role and no other; whatever had the role before loses it. */
export function withRole(columns: Readonly<Record<string, number>>, role: string | null, place: number): string {
  const others = Object.entries(columns).filter(([other, of]) => other !== role && of !== place);
  return JSON.stringify({ ...Object.fromEntries(others), ...(role === null ? {} : { [role]: place }) });
}
