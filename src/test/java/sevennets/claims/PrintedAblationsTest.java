package sevennets.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static sevennets.PrintedTable.number;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sevennets.PrintedTable;

/**
 * What ablations quote is the papers': held against a file that was typed from them, and not
 * printed by this code.
 */
class PrintedAblationsTest {
  /** {@code -0.36: 3.74 and 4.10}, a difference alone, or a share and its two figures. */
  private static final Pattern DIFFERENCE = Pattern.compile(
      "(?:(?:about )?([+-]\\d[\\d.]*)|more than 20% of the error)(?:: ([\\d.]+)%? and ([\\d.]+)%?.*)?");

  @Test
  void everyFigureOfAnAblationIsThePapers() {
    List<String> printed =
        PrintedTable.rows(PrintedAblationsTest.class, "printed-ablations.txt").stream()
            .map(cells -> line(cells.get(0), cells.get(1), cells.get(2)))
            .toList();
    List<String> ours = new ArrayList<>();
    for (Ablation ablation : Ablations.all()) {
      for (Arm arm : ablation.arms())
        arm.paper()
            .ifPresent(figure -> ours.add(line(ablation.name(), arm.name(), number(figure))));
      for (Contrast contrast : ablation.contrasts())
        if (!ofArms(ablation, contrast) && contrast.paper().matches(".*\\d.*"))
          ours.add(line(ablation.name(), contrast.a() + " - " + contrast.b(), contrast.paper()));
    }
    assertThat(ours).containsExactlyInAnyOrderElementsOf(printed);
  }

  static Stream<Arguments> differences() {
    return Ablations.all().stream()
        .flatMap(ablation -> ablation.contrasts().stream()
            .filter(contrast -> ofArms(ablation, contrast))
            .map(contrast -> Arguments.of(ablation, contrast)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("differences")
  void aQuotedDifferenceIsThatOfTheArmsFigures(Ablation ablation, Contrast contrast) {
    double a = figure(ablation, contrast.a()).orElseThrow();
    double b = figure(ablation, contrast.b()).orElseThrow();
    Matcher quoted = DIFFERENCE.matcher(contrast.paper());
    assertThat(quoted.matches()).as(contrast.paper()).isTrue();
    if (quoted.group(1) != null)
      assertThat(Double.parseDouble(quoted.group(1))).isCloseTo(a - b, within(1e-9));
    if (quoted.group(2) != null)
      assertThat(List.of(quoted.group(2), quoted.group(3)))
          .extracting(Double::parseDouble)
          .containsExactlyInAnyOrder(a, b);
  }

  private static boolean ofArms(Ablation ablation, Contrast contrast) {
    return figure(ablation, contrast.a()).isPresent()
        && figure(ablation, contrast.b()).isPresent();
  }

  private static OptionalDouble figure(Ablation ablation, String arm) {
    return ablation.arms().stream()
        .filter(known -> known.name().equals(arm))
        .map(Arm::paper)
        .findFirst()
        .orElse(OptionalDouble.empty());
  }

  private static String line(String ablation, String arms, String figure) {
    String plain = figure.matches("\\d+\\.\\d+") ? number(Double.parseDouble(figure)) : figure;
    return String.join(" | ", ablation, arms, plain);
  }
}
