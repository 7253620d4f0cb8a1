package sevennets.train;

import java.util.List;

/**
 * The learning rate over a training run.
 *
 * <p>Time is counted in epochs done, as a fraction: 2.5 is the middle of the third epoch. It is
 * read once before each batch, so that every schedule changes by the iteration unless it is a
 * staircase. Each schedule is a record: its {@code toString} says all of it, and stands in the
 * run's folder.
 *
 * <pre>{@code
 * Schedule rate = Schedule.cosine(0.1, 20).withWarmup(2);
 * double atTheEnd = rate.at(20);  // by epoch
 * }</pre>
 */
public interface Schedule {

  /**
   * The learning rate.
   *
   * @param epoch epochs done, 0 at the first batch
   */
  double at(double epoch);

  /** The same rate throughout. */
  static Schedule constant(double rate) {
    return new Constant(rate);
  }

  /**
   * Multiplied by {@code factor} as each milestone is reached.
   *
   * @param milestones epochs, in rising order
   */
  static Schedule steps(double rate, double factor, Number... milestones) {
    return new Steps(
        rate, factor, List.of(milestones).stream().map(Number::doubleValue).toList());
  }

  /** Multiplied by {@code factor} every {@code period} epochs, in a staircase. */
  static Schedule every(double period, double rate, double factor) {
    return new Exponential(rate, factor, period, true);
  }

  /** Multiplied by {@code factor} over each {@code period} epochs, continuously. */
  static Schedule exponential(double rate, double factor, double period) {
    return new Exponential(rate, factor, period, false);
  }

  /** From {@code rate} down to 0 at {@code epochs}: {@code rate * (1 - epoch / epochs) ^ power}. */
  static Schedule polynomial(double rate, double epochs, double power) {
    return new Polynomial(rate, epochs, power);
  }

  /**
   * Half a cosine from {@code rate} down to 0 at {@code epochs}. Loshchilov and Hutter,
   * arXiv:1608.03983, without restarts.
   */
  static Schedule cosine(double rate, double epochs) {
    return new Cosine(rate, epochs);
  }

  /**
   * One cycle: up from {@code peak / 25} to {@code peak} in the first 30% of the run, then down to
   * almost nothing, both along half a cosine. Smith and Topin, arXiv:1708.07120; fractions and
   * cosines as PyTorch's {@code OneCycleLR} has them.
   */
  static Schedule oneCycle(double peak, double epochs) {
    return new OneCycle(peak, epochs, 0.3, 25, 1e4);
  }

  /**
   * A linear rise from 0 during the first {@code epochs}, to this schedule's first rate. Afterwards
   * this schedule, read at the same time as without the rise (the rise is not added in front of
   * it).
   */
  default Schedule withWarmup(double epochs) {
    return new Warmup(this, epochs);
  }

  /**
   * Another rate during the first {@code epochs}, then this schedule, read at the same time as
   * without it.
   */
  default Schedule startingAt(double rate, double epochs) {
    return new Start(this, rate, epochs);
  }

  /** This schedule, whose time was given in iterations, for an epoch of so many batches. */
  default Schedule byIteration(int batchesPerEpoch) {
    return stretched(1.0 / batchesPerEpoch);
  }

  /** The same course in {@code factor} times as many epochs. */
  default Schedule stretched(double factor) {
    return factor == 1 ? this : new Stretched(this, factor);
  }

  /** The same course, every rate multiplied by {@code factor}. */
  default Schedule times(double factor) {
    return factor == 1 ? this : new Scaled(this, factor);
  }

  /** @see Schedule#constant */
  record Constant(double rate) implements Schedule {
    @Override
    public double at(double epoch) {
      return rate;
    }
  }

  /** @see Schedule#steps */
  record Steps(double rate, double factor, List<Double> milestones) implements Schedule {
    public Steps {
      milestones = List.copyOf(milestones);
      if (!milestones.stream().sorted().toList().equals(milestones)) {
        throw new IllegalArgumentException(
            "a learning rate's milestones must rise; received: " + milestones);
      }
    }

    @Override
    public double at(double epoch) {
      long passed =
          milestones.stream().filter(milestone -> reached(epoch, milestone)).count();
      return rate * Math.pow(factor, passed);
    }
  }

  /** @see Schedule#every */
  record Exponential(double rate, double factor, double period, boolean staircase)
      implements Schedule {
    public Exponential {
      requirePositive(period);
    }

    @Override
    public double at(double epoch) {
      double periods = epoch / period;
      return rate * Math.pow(factor, staircase ? Math.floor(periods + ROUNDING) : periods);
    }
  }

  /** @see Schedule#polynomial */
  record Polynomial(double rate, double epochs, double power) implements Schedule {
    public Polynomial {
      requirePositive(epochs);
    }

    @Override
    public double at(double epoch) {
      return rate * Math.pow(1 - Math.min(epoch / epochs, 1), power);
    }
  }

  /** @see Schedule#cosine */
  record Cosine(double rate, double epochs) implements Schedule {
    public Cosine {
      requirePositive(epochs);
    }

    @Override
    public double at(double epoch) {
      return between(rate, 0, Math.min(epoch / epochs, 1));
    }
  }

  /**
   * @param rising the share of the run spent going up
   * @param below how many times smaller than the peak the first rate is
   * @param last how many times smaller than the first rate the last one is
   * @see Schedule#oneCycle
   */
  record OneCycle(double peak, double epochs, double rising, double below, double last)
      implements Schedule {
    public OneCycle {
      requirePositive(epochs);
    }

    @Override
    public double at(double epoch) {
      double done = Math.min(epoch / epochs, 1);
      double first = peak / below;
      return done < rising
          ? between(first, peak, done / rising)
          : between(peak, first / last, (done - rising) / (1 - rising));
    }
  }

  /** @see Schedule#withWarmup */
  record Warmup(Schedule then, double epochs) implements Schedule {
    @Override
    public double at(double epoch) {
      return epoch < epochs ? then.at(0) * epoch / epochs : then.at(epoch);
    }
  }

  /** @see Schedule#startingAt */
  record Start(Schedule then, double rate, double epochs) implements Schedule {
    @Override
    public double at(double epoch) {
      return epoch < epochs ? rate : then.at(epoch);
    }
  }

  /** @see Schedule#stretched */
  record Stretched(Schedule schedule, double factor) implements Schedule {
    public Stretched {
      requirePositive(factor);
    }

    @Override
    public double at(double epoch) {
      return schedule.at(epoch / factor);
    }
  }

  /** @see Schedule#times */
  record Scaled(Schedule schedule, double factor) implements Schedule {
    @Override
    public double at(double epoch) {
      return factor * schedule.at(epoch);
    }
  }

  /** Half a cosine from one rate to another, as {@code done} goes from 0 to 1. */
  private static double between(double from, double to, double done) {
    return to + (from - to) * (1 + Math.cos(Math.PI * done)) / 2;
  }

  /** An epoch is a quotient of batches, so a milestone met exactly may be missed by a rounding. */
  double ROUNDING = 1e-9;

  private static boolean reached(double epoch, double milestone) {
    return epoch >= milestone - ROUNDING * Math.max(1, milestone);
  }

  private static void requirePositive(double epochs) {
    if (!(epochs > 0)) {
      throw new IllegalArgumentException(
          "a learning rate's schedule needs a length above 0 epochs; received: " + epochs);
    }
  }
}
