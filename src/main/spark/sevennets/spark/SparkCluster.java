package sevennets.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import sevennets.running.Cluster;
import sevennets.running.Order;
import sevennets.running.Standing;
import sevennets.running.Sweep;
import sevennets.running.Sweep.Run;
import sevennets.train.Progress;

/**
 * A sweep on Apache Spark: a task for each run that isn't finished. Who does which run, and who
 * does it again when a task fails or an executor is lost, is Spark's business; what is finished is
 * read from the store, which must be a folder that all workers see under the same name.
 */
final class SparkCluster implements Cluster {
  private static final long BETWEEN_LOOKS_MILLIS = 500;
  private static final String LOOPBACK = "127.0.0.1";

  /**
   * Jars that every worker has in Spark's distribution. ND4J has a Jackson of its own, whose jar is
   * called so too, and which a worker lacks.
   */
  private static final String OF_SPARK =
      ".*/(spark|scala|hadoop|netty|log4j|slf4j|jackson-(annotations|core|databind|module))-[^/]*";

  private final String master;
  private final RunTask.Watch watch;

  /** On a worker nobody listens; who started the sweep reads the store. */
  private static final class Deaf implements Progress {}

  SparkCluster(String master, RunTask.Watch watch) {
    this.master = master;
    this.watch = watch;
  }

  /** How {@link Cluster#at} finds this class. */
  public static final class AtAddress implements Provider {
    @Override
    public Cluster at(String master) {
      return new SparkCluster(master, order -> new Deaf());
    }
  }

  /** The trials of a tuning first; which runs count is known only when they have ended. */
  @Override
  public Standing run(Sweep sweep, Sweep.Listener listener) {
    listener.begun(sweep.standing());
    boolean interrupted =
        interrupted(sweep.trials(), sweep, listener) || interrupted(sweep.runs(), sweep, listener);
    Standing end = sweep.standing();
    listener.left(end);
    if (interrupted) Thread.currentThread().interrupt();
    return end;
  }

  /** Does those of the runs that are not finished; tells whether it was interrupted. */
  private boolean interrupted(List<Run> runs, Sweep sweep, Sweep.Listener listener) {
    List<Order> open = runs.stream()
        .filter(run -> sweep.outcome(run).isEmpty())
        .map(sweep::order)
        .toList();
    if (open.isEmpty()) return false;
    try (JavaSparkContext spark = new JavaSparkContext(configuration(sweep))) {
      spark.setLocalProperty(
          "spark.job.interruptOnCancel", "true"); // a training that is cancelled saves itself
      follow(
          spark.parallelize(open, open.size()).foreachAsync(new RunTask(sweep, watch)),
          runs,
          sweep,
          listener);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /** Tells of each run as its result appears in the store, until Spark has done them all. */
  private void follow(
      JavaFutureAction<Void> job, List<Run> runs, Sweep sweep, Sweep.Listener listener)
      throws InterruptedException {
    Set<Run> told = new HashSet<>(
        runs.stream().filter(run -> sweep.outcome(run).isPresent()).toList());
    try {
      while (!job.isDone()) {
        await(job);
        for (Run run : runs)
          sweep
              .outcome(run)
              .filter(outcome -> told.add(run))
              .ifPresent(outcome -> listener.ended(run, outcome, sweep.standing()));
      }
      job.get();
    } catch (InterruptedException e) {
      job.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Spark at %s gave up: %s. What is finished stays in %s; the same command goes on from there"
              .formatted(master, reason(e), sweep.store().root()),
          e);
    }
  }

  private static void await(JavaFutureAction<Void> job)
      throws InterruptedException, ExecutionException {
    try {
      job.get(BETWEEN_LOOKS_MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException goesOn) {
      return;
    }
  }

  /** Spark's message holds the task's whole stack trace; its first line says it. */
  private static String reason(ExecutionException e) {
    return e.getCause().getMessage().lines().findFirst().orElse("no reason given");
  }

  /**
   * One core and one run an executor, so that a worker of eight cores trains eight runs side by
   * side, each in a JVM of its own. All of it can be set otherwise by Java's options, as in
   * {@code -Dspark.executor.memory=8g}.
   */
  private SparkConf configuration(Sweep sweep) {
    SparkConf settings = new SparkConf()
        .setAppName("ablation " + sweep.ablation().name())
        .setMaster(master)
        .setIfMissing("spark.ui.enabled", "false")
        .setIfMissing("spark.executor.cores", "1")
        .setIfMissing("spark.executor.memory", "2g")
        .setIfMissing("spark.executor.extraJavaOptions", javaOptions() + data())
        .setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
    // Of a cluster of this machine alone nobody outside hears.
    if (master.startsWith("spark://" + LOOPBACK))
      settings
          .setIfMissing("spark.driver.host", LOOPBACK)
          .setIfMissing("spark.driver.bindAddress", LOOPBACK);
    return master.matches("local(\\[.*])?")
        ? settings
        : settings.setIfMissing("spark.jars", String.join(",", jars()));
  }

  /** Of the table in pom.xml, which Maven writes into the jar. */
  static String javaOptions() {
    try (InputStream options = SparkCluster.class.getResourceAsStream("executor.options")) {
      return new String(options.readAllBytes(), StandardCharsets.UTF_8)
          .strip()
          .replaceAll("\\s+", " ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String data() {
    String folder = System.getProperty("sevennets.data");
    return folder == null ? "" : " -Dsevennets.data=" + folder;
  }

  /** Whether workers need it from us. */
  static boolean isSent(String entry) {
    return entry.endsWith(".jar") && !entry.matches(OF_SPARK);
  }

  /**
   * The class path but for Spark's own jars, which every worker has: this project, its libraries
   * and natives are sent to the workers.
   */
  private static List<String> jars() {
    return Arrays.stream(
            System.getProperty("java.class.path").split(System.getProperty("path.separator")))
        .filter(entry -> Files.exists(Path.of(entry)) && isSent(entry))
        .map(entry -> Path.of(entry).toUri().toString())
        .toList();
  }
}
