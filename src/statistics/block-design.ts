import { Matrix } from 'ml-matrix';

// X is the design of trials in blocks: a row for each trial, a column for each condition and each block.

/** A trial's row of the design: the two columns in which it has a 1, that of its cell and that of its block. */
export type Row = readonly [cell: number, block: number];

/** A symmetric matrix between the trials. */
export type BetweenTrials = readonly (readonly number[])[];

/** X' W X, where the design X has two ones a row and W is diagonal. */
export function crossProduct(
  rows: readonly Row[],
  size: number,
  weightOf: (trial: number) => number,
): Matrix {
  const product = Matrix.zeros(size, size);
  rows.forEach((row, trial) => {
    for (const one of row)
      for (const other of row) product.set(one, other, product.get(one, other) + weightOf(trial));
  });
  return product;
}

/** X b. */
export const onTrials = (rows: readonly Row[], coefficients: readonly number[]): number[] =>
  rows.map(([cell, block]) => (coefficients[cell] as number) + (coefficients[block] as number));

/** X B X'. */
export function betweenTrials(rows: readonly Row[], between: Matrix): BetweenTrials {
  const coefficients = between.to2DArray();
  return rows.map(([cell, block]) => {
    const [ofCell, ofBlock] = [coefficients[cell] as number[], coefficients[block] as number[]];
    return onTrials(
      rows,
      ofCell.map((coefficient, column) => coefficient + (ofBlock[column] as number)),
    );
  });
}
