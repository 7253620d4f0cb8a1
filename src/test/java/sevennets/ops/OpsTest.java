package sevennets.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No operation is forgotten: in the list, among the cases, among the bad ones, in PyTorch. */
class OpsTest {
  private static final Pattern OPERATION =
      Pattern.compile("public record (\\w+)\\([^{]*\\)\\s+implements Op\\b");

  @Test
  void everyOperationOfTheRoomIsInTheList() throws IOException {
    Set<String> written = new HashSet<>();
    try (Stream<Path> files = Files.list(Path.of("src/main/java/sevennets/ops"))) {
      for (Path file : files.toList()) {
        Matcher matcher = OPERATION.matcher(Files.readString(file));
        if (matcher.find()) written.add(matcher.group(1));
      }
    }
    assertThat(Ops.ALL)
        .extracting(Class::getSimpleName)
        .containsExactlyInAnyOrderElementsOf(written);
  }

  /** The compiler's own operation stands before every net of images, so in every case's net. */
  @Test
  void everyOperationHasACase() {
    Set<Class<?>> cases =
        OpCases.all().stream().map(c -> c.op().getClass()).collect(Collectors.toSet());
    cases.add(ChannelsLast.class);
    assertThat(cases).containsExactlyInAnyOrderElementsOf(Ops.ALL);
  }

  @Test
  void everyOperationHasABadCase() {
    Set<Class<?>> cases =
        OpCases.bad().stream().map(c -> c.op().getClass()).collect(Collectors.toSet());
    cases.add(ChannelsLast.class);
    assertThat(cases).containsExactlyInAnyOrderElementsOf(Ops.ALL);
  }

  /**
   * {@code torch.nn} has what {@code torch_twin.py} does not define; what follows is all it need
   * have.
   */
  private static final Set<String> IN_TORCH = Set.of(
      "Conv2d",
      "Linear",
      "BatchNorm2d",
      "LocalResponseNorm",
      "MaxPool2d",
      "AvgPool2d",
      "ZeroPad2d",
      "Flatten",
      "Dropout",
      "Identity",
      "ReLU",
      "ReLU6",
      "SiLU",
      "Sigmoid",
      "Tanh",
      "GELU",
      "ChannelShuffle");

  @Test
  void everyOperationHasATwinInPyTorch() throws IOException {
    String modules = Files.readString(Path.of("src/main/python/torch_twin.py"));
    Set<Class<?>> twins = new HashSet<>(Set.of(ChannelsLast.class));
    for (OpCases.Case c : OpCases.all()) {
      if (c.op().twin(c.inputs()).isEmpty()) continue;
      assertThat(IN_TORCH.contains(c.op().type())
              || modules.contains("class %s(".formatted(c.op().type())))
          .as("a module called %s", c.op().type())
          .isTrue();
      twins.add(c.op().getClass());
    }
    assertThat(twins).containsExactlyInAnyOrderElementsOf(Ops.ALL);
  }

  @ParameterizedTest
  @MethodSource("sevennets.ops.OpCases#all")
  void parametersAreAsManyInPyTorchAsHere(OpCases.Case c) {
    assertThat(c.op().parameters(c.inputs()))
        .allSatisfy(parameter -> assertThat(
                parameter.table().stream().mapToLong(i -> i).reduce(1, (a, b) -> a * b))
            .isEqualTo(parameter.size()));
  }
}
