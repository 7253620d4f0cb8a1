package sevennets.fuzz;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Jazzer in a process of its own, which it ends at what it finds, and whose memory is bounded. */
final class Jazzer {
  private static final Pattern DONE = Pattern.compile(
      "stat::number_of_executed_units: (\\d+)|^Done (\\d+) runs", Pattern.MULTILINE);

  /** Our readers, and the library that reads tar: whose branches lead Jazzer on. */
  private static final String INSTRUMENTED = String.join(
      File.pathSeparator,
      "sevennets.files.**",
      "sevennets.data.**",
      "sevennets.graph.**",
      "sevennets.train.**",
      "sevennets.weights.**",
      "sevennets.transfer.**",
      "sevennets.claims.**",
      "sevennets.running.**",
      "sevennets.reporting.**",
      "org.apache.commons.compress.archivers.tar.**");

  /**
   * @param said by Jazzer, with the finding
   * @param tried how many inputs
   */
  record Result(int exitCode, String said, long tried) {}

  private Jazzer() {}

  static Result run(String kind, List<byte[]> corpus, Path folder, long seconds)
      throws IOException, InterruptedException {
    Path inputs = Files.createDirectories(folder.resolve("corpus"));
    for (int i = 0; i < corpus.size(); i++)
      Files.write(inputs.resolve("seed-%03d".formatted(i)), corpus.get(i));
    Path log = folder.resolve("log");
    Process process = new ProcessBuilder(command(kind, inputs, folder, seconds))
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
    int exitCode = process.waitFor();
    String said = Files.readString(log, StandardCharsets.ISO_8859_1);
    return new Result(exitCode, said, tried(said));
  }

  private static List<String> command(String kind, Path inputs, Path folder, long seconds) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-cp",
        System.getProperty("java.class.path"),
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-XX:-OmitStackTraceInFastThrow",
        "-Dorg.bytedeco.javacpp.maxbytes=256m",
        "-Djava.io.tmpdir=" + folder,
        "-Djava.awt.headless=true",
        "-Djdk.serialFilter=!*;maxarray=0",
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + Target.class.getName(),
        "--target_args=" + kind,
        "--instrumentation_includes=" + INSTRUMENTED,
        "--custom_hook_includes=" + INSTRUMENTED,
        "--reproducer_path=" + folder,
        "-artifact_prefix=" + folder + File.separator,
        "-max_total_time=" + seconds,
        "-timeout=10",
        "-rss_limit_mb=1024",
        "-max_len=65536",
        "-seed=1",
        "-print_final_stats=1",
        inputs.toString()));
    return command;
  }

  private static long tried(String said) {
    Matcher done = DONE.matcher(said);
    long tried = 0;
    while (done.find()) {
      String number = done.group(1) == null ? done.group(2) : done.group(1);
      tried = Long.parseLong(number);
    }
    return tried;
  }
}
