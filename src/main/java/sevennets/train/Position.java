package sevennets.train;

/**
 * How far a run is.
 *
 * @param epoch epochs finished, validation included
 * @param batch batches done of the epoch begun
 * @param steps batches done in all
 */
record Position(int epoch, int batch, long steps) {
  static final Position START = new Position(0, 0, 0);

  Position afterBatch() {
    return new Position(epoch, batch + 1, steps + 1);
  }

  Position afterEpoch() {
    return new Position(epoch + 1, 0, steps);
  }

  /** As text that {@link #parse} reads back. */
  @Override
  public String toString() {
    return epoch + " " + batch + " " + steps;
  }

  static Position parse(String text) {
    String[] parts = text.split(" ");
    try {
      return new Position(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "its position should be epoch, batch and step, three whole numbers; it is '%s'"
              .formatted(text),
          e);
    }
  }

  Position {
    if (epoch < 0 || batch < 0 || steps < 0) {
      throw new IllegalArgumentException(
          "a position has no negative numbers; received %d %d %d".formatted(epoch, batch, steps));
    }
  }
}
