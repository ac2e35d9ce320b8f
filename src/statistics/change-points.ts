/**
 * Where the mean of a series changes: the segmentation with the least squared deviation from the segments' means plus a
 * penalty for each change, found exactly by dynamic programming over the last change (Jackson et al. 2005). PELT
 * (Killick, Fearnhead & Eckley 2012) finds the same; its pruning pays only in longer series than these, of 600 at most.
 * @param penalty of a change, in the square of the values' unit
 * @returns where each segment after the first begins, ascending
 */
export function changePoints(values: readonly number[], penalty: number): number[] {
  const { length } = values;
  const sums = new Float64Array(length + 1);
  const squares = new Float64Array(length + 1);
  for (const [index, value] of values.entries()) {
    sums[index + 1] = (sums[index] ?? 0) + value;
    squares[index + 1] = (squares[index] ?? 0) + value ** 2;
  }
  // The least cost of the first so many values, and where their last segment begins.
  const least = new Float64Array(length + 1);
  const lastBegin = new Int32Array(length + 1);
  least[0] = -penalty;
  for (let end = 1; end <= length; end++) {
    const [sum, square] = [sums[end] ?? 0, squares[end] ?? 0];
    let cheapest = Infinity;
    for (let begin = 0; begin < end; begin++) {
      const deviation = square - (squares[begin] ?? 0) - (sum - (sums[begin] ?? 0)) ** 2 / (end - begin);
      const cost = (least[begin] ?? 0) + deviation + penalty;
      if (cost >= cheapest) continue;
      cheapest = cost;
      lastBegin[end] = begin;
    }
    least[end] = cheapest;
  }
  const begins: number[] = [];
  for (let begin = lastBegin[length] ?? 0; begin > 0; begin = lastBegin[begin] ?? 0) begins.unshift(begin);
  return begins;
}
