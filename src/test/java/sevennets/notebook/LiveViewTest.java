package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import sevennets.train.History;
import sevennets.train.Step;

class LiveViewTest {
  /** What was shown, a list for each place. */
  private final List<List<Shown>> places = new ArrayList<>();

  private long now;

  private final Screen screen = () -> {
    List<Shown> place = new ArrayList<>();
    places.add(place);
    return place::add;
  };

  private LiveView begun() {
    LiveView view = new LiveView("", screen, () -> now);
    view.begun(new History());
    return view;
  }

  private List<Shown> shown() {
    return places.get(places.size() - 1);
  }

  @Test
  void allIsOneOutputDrawnEveryTwoSecondsAtMost() {
    LiveView view = begun();
    for (int batch = 1; batch <= 50; batch++) {
      now += Duration.ofMillis(100).toNanos();
      view.batchEnded(step(1, batch, 50, 1.0));
    }
    assertThat(places)
        .singleElement()
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(3);
  }

  @Test
  void theViewSaysHowFarAndHowLong() {
    LiveView view = begun();
    view.batchEnded(step(2, 10, 40, 0.5));
    assertThat(shown().get(0).text())
        .startsWith("epoch 2 of 4, batch 10 of 40: 1,234 images/second, 1 min 30 s left\n");
    assertThat(shown().get(0).html())
        .contains("<progress value=\"31\"", "chart of accuracy (fraction) by epoch")
        .contains("chart of loss (nats) by epoch");
  }

  @Test
  void theLastDrawingSaysHowItEndedWhateverTheClock() {
    LiveView view = begun();
    view.batchEnded(step(1, 1, 40, 0.5));
    view.stopped("interrupted in epoch 1 after batch 1; the net keeps its weights", new History());
    assertThat(shown()).hasSize(2);
    assertThat(shown().get(1).text())
        .startsWith("interrupted in epoch 1 after batch 1, after 0 s; the net keeps its weights");
  }

  @Test
  void aFitThatGoesOnHasAViewOfItsOwnWithTheCurvesFromTheBeginning() {
    LiveView view = begun();
    view.batchEnded(step(1, 40, 40, 0.9));
    view.stopped("interrupted", new History());
    view.begun(new History());
    view.batchEnded(step(2, 40, 40, 0.5));
    assertThat(places).hasSize(2);
    assertThat(places.get(0).get(1).text()).startsWith("interrupted");
    assertThat(places.get(1).get(0).text())
        .startsWith("epoch 2 of 4")
        .contains("training: from 0.9 at 1 to 0.5 at 2.");
  }

  @Test
  void aPictureThatCannotBeDrawnIsAnErrorOfTheTraining() {
    LiveView view = new LiveView(
        "",
        () -> shown -> {
          throw new IllegalStateException("no such kernel");
        },
        () -> now);
    view.begun(new History());
    view.batchEnded(step(1, 1, 40, 0.5));
    assertThatThrownBy(() -> view.stopped("finished", new History())).hasMessage("no such kernel");
  }

  @Test
  void aWarningStaysInTheView() {
    LiveView view = begun();
    view.warned("the checkpoint <last> is damaged");
    view.stopped("finished", new History());
    assertThat(shown().get(0).html()).contains("<p>the checkpoint &lt;last&gt; is damaged</p>");
  }

  @Test
  void aPointIsTheMeanOfItsOwnBatchesNotOfTheEpochSoFar() {
    Courses courses = new Courses();
    courses.add(new Step(1, 1, 1, 240, 0.1, 4.0, 0.0, 1, 1));
    courses.add(new Step(1, 1, 2, 240, 0.1, 4.0, 0.0, 1, 1)); // every second batch is a point
    courses.add(new Step(1, 1, 4, 240, 0.1, 3.0, 0.25, 1, 1));
    assertThat(courses.curves().losses()).containsExactly(4.0, 2.0);
    assertThat(courses.curves().accuracies()).containsExactly(0.0, 0.5);
    assertThat(courses.curves().epochs()).containsExactly(2 / 240.0, 4 / 240.0);
  }

  @Test
  void theEndOfAnEpochMakesNoPointOfFewerBatches() {
    Courses courses = new Courses();
    int batches = 23;
    for (int epoch = 1; epoch <= 12; epoch++)
      for (int batch = 1; batch <= batches; batch++)
        courses.add(new Step(epoch, 12, batch, batches, 0.1, 1.0, 0.5, 1, 1));
    double[] at = courses.curves().epochs();
    for (int i = 1; i < at.length - 1; i++)
      assertThat(at[i] - at[i - 1]).isCloseTo(2.0 / batches, within(1e-9));
    assertThat(at[at.length - 1]).isEqualTo(12);
    for (double loss : courses.curves().losses()) assertThat(loss).isCloseTo(1, within(1e-9));
  }

  @Test
  void theBatchesLeftAtTheEndJoinTheLastPoint() {
    Courses courses = new Courses();
    courses.add(new Step(1, 1, 2, 241, 0.1, 4.0, 0.0, 1, 1));
    courses.add(new Step(1, 1, 240, 241, 0.1, 2.0, 0.5, 1, 1));
    courses.add(new Step(1, 1, 241, 241, 0.1, 2.0, 0.5, 1, 1));
    assertThat(courses.curves().epochs()).containsExactly(2 / 241.0, 1);
    assertThat(courses.curves().losses()[1]).isCloseTo((2.0 * 241 - 8) / 239, within(1e-9));
  }

  @Test
  void aNameIsTheTitleOfBothCharts() {
    LiveView view = new LiveView("plain", screen, () -> now);
    view.begun(new History());
    view.batchEnded(step(2, 10, 40, 0.5));
    assertThat(shown().get(0).text().split("\\(plain\\)")).hasSize(3);
  }

  @Test
  void timesAreSaidAsAPersonWould() {
    assertThat(Status.time(59.4)).isEqualTo("59 s");
    assertThat(Status.time(200)).isEqualTo("3 min 20 s");
    assertThat(Status.time(7500)).isEqualTo("2 h 5 min");
  }

  private static Step step(int epoch, int batch, int batches, double loss) {
    return new Step(epoch, 4, batch, batches, 0.1, loss, 0.8, 1234, 90);
  }
}
