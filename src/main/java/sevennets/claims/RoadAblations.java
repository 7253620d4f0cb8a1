package sevennets.claims;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import sevennets.train.Recipe;
import sevennets.train.Schedule;

/** What the ideas of all papers bring, one after the other: a question of this series. */
final class RoadAblations {

  private RoadAblations() {}

  static List<Ablation> all() {
    GrowingNet.Step[] steps = GrowingNet.Step.values();
    Contrast[] contrasts = IntStream.range(1, steps.length)
        .mapToObj(
            i -> new Contrast(steps[i].arm(), steps[i - 1].arm(), Claim.LESS).paper("no figure"))
        .toArray(Contrast[]::new);
    return List.of(
        new Ablation(
                "road-one-net",
                "At equal seconds, each paper's idea lowers the error of one net that grows.",
                new Source("this series", "chapter 08", "Fashion-MNIST", "32 x 32 pixels"),
                "Seconds of one core's processor time, about twenty: the passes that each net is given were measured beforehand. Data, augmentation, batch size, optimizer and schedule. Adam for all arms.",
                Measure.testErrorForTheMoney(),
                1,
                Arrays.stream(steps).map(RoadAblations::arm).toList())
            .contrasts(contrasts)
            .images(3_000)
            .limits(
                "The order is that of the papers, and what an idea brings depends on those before it. Seconds are one machine's. A net in its infancy shows what starts fast, not what ends best."));
  }

  private static Arm arm(GrowingNet.Step step) {
    return Arm.of(step.arm(), new GrowingNet(step)).recipe(recipe -> inSeconds(recipe, step));
  }

  /** Chapter 08's recipe; a sweep of two epochs has twice the seconds. */
  private static Recipe inSeconds(Recipe recipe, GrowingNet.Step step) {
    int passes = step.passes() * recipe.epochs();
    return Ablations.adam(recipe.withEpochs(passes).withBatchSize(64))
        .withLearningRate(Schedule.oneCycle(2e-3, passes));
  }
}
