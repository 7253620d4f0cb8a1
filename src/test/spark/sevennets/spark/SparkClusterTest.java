package sevennets.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.TaskContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sevennets.Trap;
import sevennets.experiment.Ablation;
import sevennets.experiment.Ablations;
import sevennets.experiment.Budget;
import sevennets.experiment.Cluster;
import sevennets.experiment.Outcome;
import sevennets.experiment.Report;
import sevennets.experiment.Standing;
import sevennets.experiment.Store;
import sevennets.experiment.Sweep;
import sevennets.train.History;
import sevennets.train.Progress;

class SparkClusterTest {
  private static final Ablation ABLATION = Ablations.get("resnet-preactivation");
  private static final Budget BUDGET =
      Budget.smoke().withImages(256).withEpochs(2).withSeeds(2);
  private static final Sweep.Listener QUIET = new Sweep.Listener() {};

  @TempDir
  Path folder;

  @Test
  void onTwoCoresTheTableIsThatOfASweepWithoutSpark() {
    Report spark = Cluster.at("local[2]").run(sweep("spark"), QUIET);
    assertThat(table(spark)).isEqualTo(table(sweep("alone").run(QUIET)));
  }

  @Test
  void whereEveryTaskFailsOnceHalfwayTheTableIsStillTheSame() {
    Report spark =
        new SparkCluster("local[2,4]", SparkClusterTest::failingAtFirst).run(sweep("spark"), QUIET);
    assertThat(spark.complete()).isTrue();
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

  private Sweep sweep(String store) {
    return new Sweep(ABLATION, BUDGET, new Store(folder.resolve(store)));
  }

  /** All but times: every run's accuracy and losses, and the report's figures. */
  private static List<String> table(Report report) {
    List<String> runs = new ArrayList<>(report.outcomes().stream()
        .map(o -> "%s %d %s %s"
            .formatted(
                o.arm(),
                o.seed(),
                o.testAcc1(),
                o.history().epochs().stream()
                    .map(e -> e.trainLoss() + " " + e.valLoss())
                    .collect(Collectors.joining(" "))))
        .toList());
    runs.add(report.table().removeColumns("seconds_per_epoch").write().toString("csv"));
    return runs;
  }

  /**
   * At the first attempt of each task, after its first epoch: there is a checkpoint to go on from.
   */
  private static Sweep.Listener failingAtFirst() {
    return new Sweep.Listener() {
      @Override
      public Progress progress(Sweep.Run run) {
        return new Progress() {
          @Override
          public void epochEnded(History history) {
            if (TaskContext.get().attemptNumber() == 0) throw new IllegalStateException("injected");
          }
        };
      }
    };
  }

  private static Sweep.Listener failing() {
    return new Sweep.Listener() {
      @Override
      public void started(Sweep.Run run, Standing standing) {
        throw new IllegalStateException("the disk is on fire");
      }
    };
  }
}
