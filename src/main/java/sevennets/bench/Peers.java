package sevennets.bench;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts the contenders' processes. */
final class Peers {
  private final Path python;
  private final int threads;

  /** @param python one with PyTorch, or null where no PyTorch takes part */
  Peers(Path python, int threads) {
    this.python = python;
    this.threads = threads;
  }

  int threads() {
    return threads;
  }

  Peer start(Contender contender) {
    // What Deeplearning4j lacks a layer for is then left to libnd4j, as its own layers are.
    List<String> options =
        contender == Contender.STOCK ? List.of("-Dsevennets.layers=nd4j") : List.of();
    return new Peer(
        contender.toString(), contender.isPyTorch() ? python() : java(options), environment());
  }

  /** Our own layers in a JVM with further options and environment variables. */
  Peer start(SelfTest.Way way) {
    Map<String, String> environment = new HashMap<>(environment());
    environment.putAll(way.environment());
    return new Peer(way.name(), java(way.options()), environment);
  }

  private Map<String, String> environment() {
    return Map.of("OMP_NUM_THREADS", String.valueOf(threads));
  }

  private List<String> python() {
    return List.of(
        python.toString(), "-u", Torch.SCRIPTS.resolve("torch_peer.py").toString());
  }

  /** The JVM that we run in ourselves, with its options. */
  private static List<String> java(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-X") || option.startsWith("-D"))
        .forEach(command::add);
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Worker.class.getName()));
    return command;
  }
}
