/** The part of jStat that is used here; the package has no types of its own. */
declare module 'jstat' {
  interface JStat {
    /** The regularised incomplete beta function I_x(a, b). */
    ibeta(x: number, a: number, b: number): number;
    readonly normal: {
      cdf(x: number, mean: number, stdev: number): number;
      inv(p: number, mean: number, stdev: number): number;
    };
    readonly studentt: { inv(p: number, degreesOfFreedom: number): number };
  }

  const jstat: { readonly jStat: JStat };
  export default jstat;
}
