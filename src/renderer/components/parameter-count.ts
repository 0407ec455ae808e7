// Numbers of parameters as people say them: 20.9 M, 412 k.
type Unit = readonly [divisor: number, name: string, digits: number];

function unitOf(count: number): Unit {
  if (count >= 950_000) return [1e6, ' M', 1];
  return count >= 1_000 ? [1e3, ' k', 0] : [1, '', 0];
}

/** `one`: "20.9 M". `of`: both in the unit of the larger one, "10.0" of "20.9 M". */
export function parameterCount(language: string) {
  const write = (count: number, [divisor, , digits]: Unit): string =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
      count / divisor,
    );
  return {
    one(count: number): string {
      const unit = unitOf(count);
      return write(count, unit) + unit[1];
    },
    of(some: number, all: number): { readonly some: string; readonly all: string } {
      const unit = unitOf(all);
      return { some: write(some, unit), all: write(all, unit) + unit[1] };
    },
  };
}
