package sevennets.claims;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoursTest {
  @Test
  void hoursAreSaidInTheUnitThatReadsBest() {
    assertThat(Hours.text(20 / 3600.0)).isEqualTo("20 seconds");
    assertThat(Hours.text(89 / 3600.0)).isEqualTo("89 seconds");
    assertThat(Hours.text(0.025)).isEqualTo("2 minutes");
    assertThat(Hours.text(0.25)).isEqualTo("15 minutes");
    assertThat(Hours.text(1)).isEqualTo("1.0 hours");
    assertThat(Hours.text(2.34)).isEqualTo("2.3 hours");
  }
}
