package sevennets.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

class WaterfallTest {
  private static final Pattern BAR = Pattern.compile(
      "<rect x=\"([\\d.]+)\" y=\"[\\d.]+\" width=\"([\\d.]+)\" height=\"16\" fill=\"(#\\w+)\" fill-opacity=\"([\\d.]+)\"");

  private record Bar(double from, double to, String colour, boolean pale) {}

  private static Table table(double... errors) {
    return Table.create(
        "t",
        StringColumn.create("step", List.of("a", "b", "c").subList(0, errors.length)),
        DoubleColumn.create("error", errors),
        DoubleColumn.create("error_low", first(errors.length, Double.NaN, -5, -1)),
        DoubleColumn.create("error_high", first(errors.length, Double.NaN, -1, 3)));
  }

  private static double[] first(int count, double... numbers) {
    return java.util.Arrays.copyOf(numbers, count);
  }

  private static List<Bar> bars(Waterfall fall) {
    return BAR.matcher(fall.svg())
        .results()
        .map(m -> {
          double from = Double.parseDouble(m.group(1));
          return new Bar(
              from,
              from + Double.parseDouble(m.group(2)),
              m.group(3),
              !m.group(4).equals("1"));
        })
        .toList();
  }

  @Test
  void aBarGoesFromWhereTheNumberStoodToWhereItStands() {
    List<Bar> bars = bars(Plots.waterfall(table(12, 9, 10), "step", "error"));
    assertThat(bars).hasSize(3);
    assertThat(bars.get(1).to()).isEqualTo(bars.get(0).to());
    assertThat(bars.get(2).from()).isEqualTo(bars.get(1).from());
    assertThat(bars.get(2).to() - bars.get(2).from())
        .isCloseTo(
            (bars.get(1).to() - bars.get(1).from()) / 3,
            org.assertj.core.api.Assertions.within(1.0));
  }

  /** The axis does not begin at 0: a bar from its edge would have a length that means nothing. */
  @Test
  void theStartIsAMarkHoweverLargeItsNumber() {
    for (double start : new double[] {12, 1200}) {
      Bar mark = bars(Plots.waterfall(table(start, 9, 10), "step", "error")).get(0);
      assertThat(mark.to() - mark.from()).isLessThan(5);
    }
  }

  @Test
  void aFallAndARiseHaveTheirColours() {
    List<Bar> bars = bars(Plots.waterfall(table(12, 9, 10), "step", "error"));
    assertThat(bars).extracting(Bar::colour).doesNotHaveDuplicates();
  }

  @Test
  void aChangeWhoseIntervalHasZeroInItIsPale() {
    assertThat(bars(Plots.waterfall(table(12, 9, 10), "step", "error")))
        .extracting(Bar::pale)
        .containsExactly(false, false, true);
  }

  @Test
  void theWordsSayEveryChangeWithItsInterval() {
    assertThat(Plots.waterfall(table(12, 9, 10), "step", "error").altText())
        .isEqualTo(
            "Waterfall of error. a: 12.0; b: -3.0 [-5.0, -1.0], to 9.0; c: +1.0 [-1.0, 3.0], to 10.0.");
  }

  @Test
  void namesAreEscaped() {
    Table table =
        Table.create("t", StringColumn.create("step", "a<b"), DoubleColumn.create("error", 3.0));
    assertThat(Plots.waterfall(table, "step", "error").svg()).contains("a&lt;b");
  }

  @Test
  void oneRowAloneAndEqualNumbersAreDrawn() {
    assertThat(bars(Plots.waterfall(table(0), "step", "error"))).hasSize(1);
    Table flat = Table.create(
        "t", StringColumn.create("step", "a", "b"), DoubleColumn.create("error", 0.0, 0.0));
    assertThat(Plots.waterfall(flat, "step", "error").svg()).doesNotContain("NaN", "Infinity");
  }

  @Test
  void anEmptyTableIsRefusedInASentence() {
    Table none = Table.create("t", StringColumn.create("step"), DoubleColumn.create("error"));
    assertThatThrownBy(() -> Plots.waterfall(none, "step", "error"))
        .hasMessageContaining("at least one row");
  }
}
