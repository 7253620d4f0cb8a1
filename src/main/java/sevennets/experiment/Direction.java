package sevennets.experiment;

/** Which way an arm's measure lies from that of the arm it is compared with. */
public enum Direction {
  LESS("less"),
  MORE("more"),
  NONE_GIVEN("none given");

  private final String text;

  Direction(String text) {
    this.text = text;
  }

  /** Of a difference; there is none of 0 or NaN. */
  static Direction of(double difference) {
    return difference < 0 ? LESS : difference > 0 ? MORE : NONE_GIVEN;
  }

  @Override
  public String toString() {
    return text;
  }
}
