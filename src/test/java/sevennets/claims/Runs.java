package sevennets.claims;

import java.util.BitSet;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import sevennets.claims.Outcome.End;
import sevennets.train.History;
import sevennets.train.Recipes;

/** Outcomes of runs that never were, for tests. */
public final class Runs {
  private static final String COLUMNS =
      "epoch,lr,train_loss,train_acc1,val_loss,val_acc1,val_acc5,images_per_sec,seconds\n";

  private static final History CONVERGED = history(2.0, 1.5, 1.1, 1.02, 1.0);

  /** Of five epochs. */
  public static final String RECIPE = Recipes.get("quick").withEpochs(5).text();

  private Runs() {}

  /** Of five epochs, the loss at rest in the last; half of the training images are named. */
  private static final int IMAGES = 10_000;

  public static Outcome outcome(String arm, int seed, double testAcc1) {
    return outcome(arm, seed, testAcc1, 1000);
  }

  public static Outcome outcome(String arm, int seed, double testAcc1, long params) {
    BitSet right = new BitSet();
    right.set(0, (int) Math.round(IMAGES * testAcc1));
    End end = new End(testAcc1, 0.8, 0.7, 0.95, right);
    return new Outcome(arm, seed, false, end, params, 2000, 10, CONVERGED, RECIPE, 0.1, Map.of());
  }

  public static Outcome diverged(String arm, int seed) {
    return new Outcome(
        arm, seed, true, End.NONE, 1000, 2000, 10, new History(), RECIPE, 0.1, Map.of());
  }

  /** A run that ends with this error on its training images, at a learning rate. */
  public static Outcome atRate(String arm, int seed, double rate, double trainingError) {
    End end = new End(0.5, 0.5, 1, 1 - trainingError, new BitSet());
    return new Outcome(arm, seed, false, end, 1, 1, 10, CONVERGED, "", rate, Map.of());
  }

  public static Outcome with(Outcome o, History history) {
    return new Outcome(
        o.arm(),
        o.seed(),
        o.diverged(),
        o.end(),
        o.params(),
        o.macs(),
        o.steps(),
        history,
        o.recipe(),
        o.rate(),
        o.machine());
  }

  public static Outcome on(Outcome o, Map<String, String> machine) {
    return new Outcome(
        o.arm(),
        o.seed(),
        o.diverged(),
        o.end(),
        o.params(),
        o.macs(),
        o.steps(),
        o.history(),
        o.recipe(),
        o.rate(),
        machine);
  }

  /** A row an epoch of ten seconds, with these training losses; each leaves as great an error. */
  public static History history(double... losses) {
    int[] epoch = {0};
    return History.parse(COLUMNS
        + DoubleStream.of(losses)
            .mapToObj(loss -> "%d,0.1,%s,%s,1.9,0.6,0.9,100.0,10.0"
                .formatted(++epoch[0], loss, 1 - Math.min(1, loss / 4)))
            .collect(Collectors.joining("\n")));
  }
}
