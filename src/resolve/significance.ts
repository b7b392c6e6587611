/**
 * One-sided Fisher's exact test (Fisher 1922): the probability that `shared` or more of `a` and `b` coincide when `a` and `b` are drawn independently
 * from `total`, by the hypergeometric distribution. All are whole numbers; `shared` is at most the lesser of `a` and `b`, both at most `total`.
 */
export function fisherExact(shared: number, a: number, b: number, total: number): number {
  const least = Math.max(shared, a + b - total);
  const most = Math.min(a, b);
  if (least > most) return 0;
  if (shared <= Math.max(0, a + b - total)) return 1;
  const whole = logChoose(total, b);
  let sum = 0;
  for (let k = most; k >= least; k -= 1) sum += Math.exp(logChoose(a, k) + logChoose(total - a, b - k) - whole);
  return Math.min(1, sum);
}

/**
 * Corrects p-values of several tests for their number, holding the share of false discoveries (Benjamini and Hochberg 1995). `tests` counts all that were
 * made, those left out of `values` included: their p-values are taken to be 1. Order is kept.
 */
export function benjaminiHochberg(values: readonly number[], tests: number): number[] {
  const order = values.map((_, index) => index).sort((x, y) => (values[x] ?? 1) - (values[y] ?? 1));
  const adjusted = new Array<number>(values.length).fill(1);
  let least = 1;
  for (let rank = order.length; rank >= 1; rank -= 1) {
    const index = order[rank - 1] ?? 0;
    least = Math.min(least, ((values[index] ?? 1) * tests) / rank);
    adjusted[index] = least;
  }
  return adjusted;
}

const logFactorials: number[] = [0, 0];

function logFactorial(n: number): number {
  for (let i = logFactorials.length; i <= n; i += 1) logFactorials.push((logFactorials[i - 1] ?? 0) + Math.log(i));
  return logFactorials[n] ?? 0;
}

function logChoose(n: number, k: number): number {
  return k < 0 || k > n ? Number.NEGATIVE_INFINITY : logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}
