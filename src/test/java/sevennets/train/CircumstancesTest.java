package sevennets.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CircumstancesTest {

  /** What is free of a card's memory is another with each run, and no other machine. */
  @Test
  void aCardIsKnownByItsNameAndNotByWhatIsFreeOfIt() {
    assertThat(Circumstances.cards(List.of(card(9_000L)))).isEqualTo("NVIDIA T4 (7.5)");
    assertThat(Circumstances.cards(List.of(card(1L)))).isEqualTo("NVIDIA T4 (7.5)");
    assertThat(Circumstances.cards(null)).isEqualTo("CUDA");
  }

  private static Map<String, Object> card(long free) {
    return Map.of(
        "cuda.deviceName",
        "NVIDIA T4",
        "cuda.deviceMajor",
        7,
        "cuda.deviceMinor",
        5,
        "cuda.freeMemory",
        free);
  }
}
