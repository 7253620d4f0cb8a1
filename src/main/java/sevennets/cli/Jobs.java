package sevennets.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Several processes at one sweep, each with its share of the cores. What they say is passed on line
 * by line, and none outlives the process that started it.
 */
final class Jobs {
  /** Says to a job which process started it. */
  static final String AS_JOB = "--as-job";

  /** One of the processes, and the thread that passes on what it says. */
  private record Job(int number, Process process, Thread relay) {}

  private final PrintWriter out;

  Jobs(PrintWriter out) {
    this.out = out;
  }

  /**
   * Runs the command line's words in so many processes, and waits for all.
   *
   * @return whether all ended well; of each that did not, a line says so
   */
  boolean run(int count, List<String> words) throws IOException, InterruptedException {
    List<Job> jobs = new ArrayList<>();
    Thread ending = new Thread(() -> jobs.forEach(job -> job.process().destroy()), "end-jobs");
    Runtime.getRuntime().addShutdownHook(ending);
    try {
      for (int number = 1; number <= count; number++) jobs.add(start(number, count, words));
      boolean well = true;
      for (Job job : jobs) well &= endedWell(job, count);
      return well;
    } finally {
      jobs.forEach(job -> job.process().destroy());
      Runtime.getRuntime().removeShutdownHook(ending);
    }
  }

  /** The command's words without {@code --jobs N}. */
  static List<String> withoutJobs(List<String> words) {
    return IntStream.range(0, words.size())
        .filter(i ->
            !words.get(i).startsWith("--jobs") && (i == 0 || !words.get(i - 1).equals("--jobs")))
        .mapToObj(words::get)
        .toList();
  }

  /** The command's words as one of the jobs is given them. */
  static List<String> asJob(List<String> words) {
    return Stream.concat(
            withoutJobs(words).stream(),
            Stream.of(AS_JOB, "" + ProcessHandle.current().pid()))
        .toList();
  }

  /**
   * Ends this job with the process that started it, which may have been killed before this JVM came
   * to ask: its parent is another one then.
   */
  static void endWith(long starter) {
    ProcessHandle.of(starter)
        .ifPresentOrElse(
            process -> process.onExit().thenRun(() -> System.exit(1)), () -> System.exit(1));
  }

  private Job start(int number, int count, List<String> words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command(words)).redirectErrorStream(true);
    builder
        .environment()
        .put(
            "OMP_NUM_THREADS",
            String.valueOf(Math.max(1, Runtime.getRuntime().availableProcessors() / count)));
    Process process = builder.start();
    Thread relay = new Thread(() -> relay(number, process.inputReader()), "job-" + number);
    relay.setDaemon(true);
    relay.start();
    return new Job(number, process, relay);
  }

  /** This JVM's own options come along: where the data are, how much memory. */
  private static List<String> command(List<String> words) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Stream<String> options = ManagementFactory.getRuntimeMXBean().getInputArguments().stream();
    return Stream.of(
            Stream.of(java),
            options,
            Stream.of("-cp", System.getProperty("java.class.path"), Main.class.getName()),
            words.stream())
        .flatMap(s -> s)
        .toList();
  }

  private void relay(int number, BufferedReader said) {
    said.lines().forEach(line -> {
      out.printf("[%d] %s%n", number, line);
      out.flush();
    });
  }

  private boolean endedWell(Job job, int count) throws InterruptedException {
    int code = job.process().waitFor();
    job.relay().join();
    if (code == 0) return true;
    out.printf(
        "job %d of %d ended with exit code %d; the lines [%d] above say why%n",
        job.number(), count, code, job.number());
    out.flush();
    return false;
  }
}
