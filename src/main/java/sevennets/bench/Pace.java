package sevennets.bench;

/**
 * How long contenders run.
 *
 * @param sliceSeconds a turn lasts at least; one step if that takes longer
 * @param javaSettles seconds before the first turn of a JVM, whose compilers work beside the first
 *     dozens of steps, on a core that the net lacks
 * @param pyTorchSettles seconds before PyTorch's first turn, which has only caches to fill
 */
record Pace(double sliceSeconds, double javaSettles, double pyTorchSettles) {

  static Pace ofSlices(double seconds) {
    return new Pace(seconds, 20, 5);
  }

  double settles(Contender contender) {
    return contender.isPyTorch() ? pyTorchSettles : javaSettles;
  }
}
