package sevennets.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Batches of many sizes leave nothing behind. The net comes six times, in a process of its own, so
 * that what is left shows at once.
 */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class MemoryOverSizesTest {
  private static final int NETS = 6;

  private static final List<String> DIFFERENT = List.of(
      "resnet20_cifar",
      "lenet5",
      "all_cnn_small",
      "nin_small",
      "densenet_small",
      "seresnet20_cifar");

  @Test
  void sixSmallNetsInARowTakeAsMuchMemoryAsTwo() throws Exception {
    flat("lenet5");
  }

  @Test
  void sixResidualNetsInARowTakeAsMuchMemoryAsTwo() throws Exception {
    flat("resnet20_cifar");
  }

  /** What the largest of them needs is taken in the first round; the second needs no more. */
  @Test
  void sixDifferentNetsInARowTakeNoMoreTheSecondTime() throws Exception {
    List<String> twice = new ArrayList<>(DIFFERENT);
    twice.addAll(DIFFERENT);
    List<Integer> megabytes = megabytes(twice);
    System.out.println("MB after each of " + twice + ": " + megabytes);
    assertThat(megabytes).hasSize(2 * NETS);
    assertThat(Collections.max(megabytes.subList(NETS, 2 * NETS)))
        .as("MB after each of %s: %s", twice, megabytes)
        .isLessThan(Collections.max(megabytes.subList(0, NETS)) * 11 / 10);
  }

  /** The first net also pays for Java's compilers. */
  private static void flat(String net) throws IOException, InterruptedException {
    List<Integer> megabytes = megabytes(Collections.nCopies(NETS, net));
    System.out.println("MB after each " + net + ": " + megabytes);
    assertThat(megabytes).hasSize(NETS);
    assertThat(Collections.max(megabytes.subList(2, NETS)))
        .as("MB after each of the nets: %s", megabytes)
        .isCloseTo(megabytes.get(1), withinPercentage(10));
  }

  private static List<Integer> megabytes(List<String> nets)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(
        System.getProperty("java.home") + "/bin/java",
        "-Xmx500m",
        "-cp",
        System.getProperty("java.class.path"),
        ManySizes.class.getName()));
    command.addAll(nets);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    Process process = builder.start();
    List<Integer> numbers = new String(process.getInputStream().readAllBytes())
        .lines()
        .filter(line -> line.matches("\\d+"))
        .map(Integer::valueOf)
        .toList();
    assertThat(process.waitFor()).isZero();
    return numbers;
  }
}
