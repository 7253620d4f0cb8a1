package sevennets.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.graph.Backends;
import sevennets.names.Version;

/**
 * What a run depends on besides its recipe: the machine and the versions. The same numbers need the
 * same of all of it.
 */
final class Circumstances {
  private static final String UNKNOWN = "unknown";

  private Circumstances() {}

  /** By name, in the order in which a person would ask. */
  static Map<String, String> here() {
    Map<String, String> here = new LinkedHashMap<>();
    Properties engine = Nd4j.getExecutioner().getEnvironmentInformation();
    // Not getProperty, which knows texts only: the threads are a number, the cards a list.
    here.put(
        "device",
        engine.get("backend").equals("CPU")
            ? processor()
            : cards(engine.get("cuda.devicesInformation")));
    here.put("threads", engine.getOrDefault("omp.threads", UNKNOWN).toString());
    here.put(
        "layers", Backends.current().name().toUpperCase(Locale.ROOT) + ": " + Backends.reason());
    here.put("deeplearning4j", version(ComputationGraph.class));
    here.put(
        "java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    here.put(
        "system",
        System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
            + System.getProperty("os.arch"));
    here.put("commit", commit());
    here.put("version", Version.here());
    return here;
  }

  /** The names of what is not as it was; a run of an older version may not have noted all. */
  static List<String> changed(Map<String, String> before) {
    List<String> changed = new ArrayList<>();
    here().forEach((name, value) -> {
      if (before.containsKey(name) && !before.get(name).equals(value)) {
        changed.add("%s was %s and is %s".formatted(name, before.get(name), value));
      }
    });
    return changed;
  }

  /** The JAR's name holds the version; Deeplearning4j states it nowhere else. */
  private static String version(Class<?> type) {
    String jar = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    return Path.of(jar).getFileName().toString().replaceFirst("\\.jar$", "");
  }

  /**
   * The cards' names and compute capabilities. What ND4J says of them besides, such as the memory
   * that is free at the moment, is another for each run.
   */
  static String cards(Object devices) {
    if (!(devices instanceof List<?> all)) return "CUDA";
    return all.stream()
        .filter(Map.class::isInstance)
        .map(device -> (Map<?, ?>) device)
        .map(device -> "%s (%s.%s)"
            .formatted(
                device.get("cuda.deviceName"),
                device.get("cuda.deviceMajor"),
                device.get("cuda.deviceMinor")))
        .collect(Collectors.joining(" and "));
  }

  private static String processor() {
    try {
      return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }

  /** The project's commit, with a plus if files differ from it; unknown outside a clone. */
  private static String commit() {
    String home = System.getProperty("sevennets.home", ".");
    String commit = git(home, "rev-parse", "HEAD");
    return commit.equals(UNKNOWN)
            || git(home, "status", "--porcelain", "src", "pom.xml").isEmpty()
        ? commit
        : commit + "+";
  }

  private static String git(String home, String... words) {
    List<String> command = new ArrayList<>(List.of("git", "-C", home));
    command.addAll(List.of(words));
    try {
      Process git = new ProcessBuilder(command)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return git.waitFor(5, TimeUnit.SECONDS) && git.exitValue() == 0 ? said : UNKNOWN;
    } catch (IOException e) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }
}
