package sevennets.train;

import sevennets.data.Dataset;

/** Sums over the images of an epoch so far. */
final class Tally {
  private double loss;
  private long correct1;
  private long correct5;
  private long images;
  private long labelled;
  private double seconds;

  /** Nothing seen yet. */
  Tally() {}

  /** Adds a batch: the sum of its losses, and its scores against its classes. */
  void add(double lossSum, Scores scores, int[] classes) {
    loss += lossSum;
    images += classes.length;
    for (int i = 0; i < classes.length; i++) {
      if (classes[i] == Dataset.UNLABELLED) {
        continue;
      }
      labelled++;
      int rank = scores.rank(i, classes[i]);
      correct1 += rank < 1 ? 1 : 0;
      correct5 += rank < 5 ? 1 : 0;
    }
  }

  /** Adds the time that a batch took. */
  void addSeconds(double taken) {
    seconds += taken;
  }

  double seconds() {
    return seconds;
  }

  double imagesPerSecond() {
    return images / seconds;
  }

  double meanLoss() {
    return loss / images;
  }

  double acc1() {
    return (double) correct1 / labelled;
  }

  double acc5() {
    return (double) correct5 / labelled;
  }

  long images() {
    return images;
  }

  /** As text that {@link #parse} reads back exactly. */
  @Override
  public String toString() {
    return loss + " " + correct1 + " " + correct5 + " " + images + " " + labelled + " " + seconds;
  }

  static Tally parse(String text) {
    String[] parts = text.split(" ");
    try {
      Tally tally = new Tally();
      tally.loss = Double.parseDouble(parts[0]);
      tally.correct1 = Long.parseLong(parts[1]);
      tally.correct5 = Long.parseLong(parts[2]);
      tally.images = Long.parseLong(parts[3]);
      tally.labelled = Long.parseLong(parts[4]);
      tally.seconds = Double.parseDouble(parts[5]);
      return tally;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(
          "its tally should be six numbers, loss to seconds; it is '%s'".formatted(text), e);
    }
  }
}
