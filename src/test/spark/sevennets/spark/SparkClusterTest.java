package sevennets.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.Trap;
import sevennets.claims.Ablation;
import sevennets.claims.Ablations;
import sevennets.claims.Arm;
import sevennets.claims.Budget;
import sevennets.claims.Claim;
import sevennets.claims.Contrast;
import sevennets.claims.Measure;
import sevennets.claims.Outcome;
import sevennets.claims.Source;
import sevennets.claims.Tuning;
import sevennets.graph.Node;
import sevennets.models.Architecture;
import sevennets.running.Cluster;
import sevennets.running.Order;
import sevennets.running.Standing;
import sevennets.running.Store;
import sevennets.running.Sweep;
import sevennets.train.History;
import sevennets.train.Progress;

class SparkClusterTest {
  private static final Ablation ABLATION = Ablations.get("resnet-preactivation");
  private static final Budget BUDGET =
      Budget.smoke().withImages(256).withEpochs(2).withSeeds(2);
  private static final Sweep.Listener QUIET = new Sweep.Listener() {};

  @TempDir
  Path folder;

  /** A sweep that fails does not wait for its other tasks, which still write into the folder. */
  @AfterEach
  void everyTaskHasEnded() throws InterruptedException {
    for (Thread thread : Thread.getAllStackTraces().keySet())
      if (thread.getName().startsWith("Executor task launch worker"))
        thread.join(Duration.ofMinutes(1).toMillis());
  }

  @Test
  void onTwoCoresTheTableIsThatOfASweepWithoutSpark() {
    Standing spark = Cluster.at("local[2]").run(sweep("spark"), QUIET);
    assertThat(table(spark)).isEqualTo(table(sweep("alone").run(QUIET)));
  }

  @Test
  void whereEveryTaskFailsOnceHalfwayTheTableIsStillTheSame() {
    Standing spark =
        new SparkCluster("local[2,4]", SparkClusterTest::failingAtFirst).run(sweep("spark"), QUIET);
    assertThat(spark.finished()).isEqualTo(spark.all());
    assertThat(table(spark)).isEqualTo(table(sweep("alone").run(QUIET)));
  }

  @Test
  void aTaskThatAlwaysFailsEndsTheSweepAndItsReasonIsTold() {
    SparkCluster cluster = new SparkCluster("local[2,2]", SparkClusterTest::failing);
    Sweep sweep = sweep("spark");
    assertThatThrownBy(() -> cluster.run(sweep, QUIET))
        .hasMessageContainingAll("local[2,2]", "the disk is on fire", "the same command goes on");
  }

  @Test
  void theListenerHearsOfEveryRunOnce() {
    List<String> heard = new ArrayList<>();
    Sweep sweep = sweep("spark");
    Cluster.at("local[2]").run(sweep, new Sweep.Listener() {
      @Override
      public void ended(Sweep.Run run, Outcome outcome, Standing standing) {
        heard.add(run.toString());
      }
    });
    assertThat(heard)
        .containsExactlyInAnyOrderElementsOf(
            sweep.runs().stream().map(Sweep.Run::toString).toList());
  }

  /** The sweeps above run under the same filter, with all that they send. */
  @Test
  void objectsOtherThanSparksAndASweepsAreRefused() {
    ObjectInputFilter filter = ObjectInputFilter.Config.getSerialFilter();
    for (byte[] bytes : List.of(Trap.bytes(), Trap.endless()))
      assertThatThrownBy(() -> new ObjectInputStream(new ByteArrayInputStream(bytes)).readObject())
          .hasMessageContaining("REJECTED");
    assertThat(Trap.SPRUNG).hasValue(0);
    assertThat(SparkCluster.javaOptions()).contains("-Djdk.serialFilter=" + filter);
  }

  /** ND4J's Jackson is called as Spark's is, and no worker has it. */
  @Test
  void workersAreSentAllThatSparkLacks() {
    assertThat(List.of("nd4j/jackson-1.0.0-M2.1.jar", "nd4j-api-1.0.0-M2.1.jar"))
        .allMatch(jar -> SparkCluster.isSent("/m2/" + jar));
    assertThat(List.of("jackson-databind-2.15.2.jar", "spark-core_2.12-3.5.7.jar", "classes"))
        .noneMatch(jar -> SparkCluster.isSent("/m2/" + jar));
  }

  private Sweep sweep(String store) {
    return new Sweep(ABLATION, BUDGET, new Store(folder.resolve(store)));
  }

  /** All but times: every run's accuracy and losses, and the report's figures. */
  private static List<String> table(Standing end) {
    return end.outcomes().stream()
        .map(o -> "%s %d %s %s %s"
            .formatted(
                o.arm(),
                o.seed(),
                o.end().testAcc1(),
                o.end().trainLoss(),
                o.history().epochs().stream()
                    .map(e -> e.trainLoss() + " " + e.valLoss())
                    .collect(Collectors.joining(" "))))
        .toList();
  }

  /**
   * At the first attempt of each task, after its first epoch: there is a checkpoint to go on from.
   */
  private static Progress failingAtFirst(Order order) {
    return new Progress() {
      @Override
      public void epochEnded(History history) {
        if (TaskContext.get().attemptNumber() == 0) throw new IllegalStateException("injected");
      }
    };
  }

  private static Progress failing(Order order) {
    return new Progress() {
      @Override
      public void epochStarted(int epoch, int epochs) {
        throw new IllegalStateException("the disk is on fire");
      }
    };
  }

  /** A net that only this test knows, tuned: no registry has it, and no worker its class. */
  private record OwnNet(int units) implements Architecture {
    @Override
    public Node features(Node x) {
      return x.flatten("flatten").dense("hidden", units).relu("relu");
    }

    @Override
    public Node head(Node features, int classes) {
      return features.dense("output", classes);
    }
  }

  @Test
  void anAblationOfOnesOwnIsTunedAndRunLikeThoseOfTheRegistry() {
    Ablation own = new Ablation(
            "own",
            "More units are better.",
            new Source("none", "none", "none", "none"),
            "All else.",
            Measure.testError(),
            1,
            List.of(Arm.of("many", new OwnNet(64)), Arm.of("few", new OwnNet(4))))
        .contrasts(new Contrast("many", "few", Claim.LESS))
        .tuned(Tuning.grid(0.1, 1));
    Standing spark = Cluster.at("local[2]")
        .run(new Sweep(own, BUDGET, new Store(folder.resolve("spark"))), QUIET);
    assertThat(spark.all()).isEqualTo(8).isEqualTo(spark.finished());
    assertThat(table(spark))
        .isEqualTo(table(new Sweep(own, BUDGET, new Store(folder.resolve("alone"))).run(QUIET)));
  }
}
