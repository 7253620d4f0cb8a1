package sevennets.claims;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static sevennets.claims.Runs.history;
import static sevennets.claims.Runs.outcome;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sevennets.claims.Outcome.End;

class OutcomeTest {
  private static Outcome of(double... losses) {
    return Runs.with(outcome("a", 1, 0.9), history(losses));
  }

  @Test
  void lossStillFallsByWhatTheLastFifthTookOff() {
    assertThat(of(3, 2, 1, 1, 1, 1, 1, 0.8, 0.6, 0.4).stillFalling()).isCloseTo(0.5, offset(1e-9));
    assertThat(of(5, 4, 3, 2, 1).stillFalling()).isCloseTo(0.5, offset(1e-9));
    assertThat(of(4, 3, 2, 1).stillFalling()).isNaN();
  }

  /** Of seven epochs, the last fifth begins three fifths of the way from the fifth to the sixth. */
  @Test
  void lastFifthMayBeginBetweenTwoEpochs() {
    double then = 0.4 * 2 + 0.6 * 1;
    assertThat(of(9, 9, 9, 9, 2, 1, 0.7).stillFalling())
        .isCloseTo((then - 0.7) / then, offset(1e-9));
  }

  @Test
  void timeIsThatOfAllEpochsAndOfOne() {
    assertThat(of(3, 2, 1).seconds()).isEqualTo(30);
    assertThat(of(3, 2, 1).secondsPerEpoch()).isEqualTo(10);
  }

  @Test
  void arithmeticIsWhatTheMachineSaysOrItsDeviceAndLayers() {
    assertThat(Runs.on(outcome("a", 1, 0.9), Map.of("layers", "ONEDNN: here", "device", "cpu"))
            .arithmetic())
        .isEqualTo("cpu, ONEDNN");
    assertThat(outcome("a", 1, 0.9).arithmetic()).isEqualTo("unknown, unknown");
  }

  /** The processor's name is the same with a card beside it; what the card rounds is not. */
  @Test
  void aCardsArithmeticIsNotItsProcessors() {
    Outcome plain = Runs.on(outcome("a", 1, 0.9), Map.of("device", "cpu", "layers", "ONEDNN"));
    Outcome noted = on("processor"), rounded = on("card (tf32)"), exact = on("card (float32)");
    assertThat(noted.arithmetic()).isEqualTo(plain.arithmetic());
    assertThat(rounded.arithmetic()).isEqualTo("cpu, ONEDNN, card (tf32)");
    assertThat(exact.arithmetic()).isNotEqualTo(rounded.arithmetic());
  }

  private static Outcome on(String place) {
    return Runs.on(
        outcome("a", 1, 0.9), Map.of("device", "cpu", "layers", "ONEDNN", "computed-on", place));
  }

  @Test
  void accuracyOfNoShareIsRefusedAndBothEndsAreShares() {
    for (Double share : List.of(0.0, 1.0, Double.NaN))
      assertThat(new End(share, 0.5, 1, 0.5, new BitSet()).testAcc1()).isEqualTo(share);
    for (double none : new double[] {-0.01, 1.01})
      assertThatThrownBy(() -> new End(none, 0.5, 1, 0.5, new BitSet()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("from 0 to 1", String.valueOf(none));
  }
}
