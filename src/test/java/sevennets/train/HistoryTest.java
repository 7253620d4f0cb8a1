package sevennets.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "\n\n", "epoch\n1", "\0"})
  void whatBeginsOtherwiseIsRefusedWithTheLineThatIsMissing(String csv) {
    assertThatThrownBy(() -> History.parse(csv))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("its history should begin with the line 'epoch,lr,train_loss");
  }
}
