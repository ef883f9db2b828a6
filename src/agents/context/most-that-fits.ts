/** How many of the first things in a list fit somewhere, found by halves; more never fit where fewer do not. */
export function mostThatFits(countMax: number, fits: (count: number) => boolean): number {
  // Mostly there is room for all.
  if (fits(countMax)) return countMax
  let [low, high] = [0, countMax - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (fits(middle)) low = middle
    else high = middle - 1
  }
  return low
}
