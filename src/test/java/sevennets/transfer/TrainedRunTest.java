package sevennets.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sevennets.data.Dataset;
import sevennets.data.FashionMnist;
import sevennets.data.Image;
import sevennets.data.Normalisation;

/** A run sees a photograph as it saw the images that it learnt from. */
class TrainedRunTest {
  private static final int SIDE = 32;
  private static final int STORED = 28;

  private static TrainedRun run(String border) {
    Map<String, String> facts = new HashMap<>(Map.of(
        "arch",
        "lenet5",
        "data",
        "fashion-mnist",
        "normalisation",
        Normalisation.none(1).toString(),
        Facts.PHOTOGRAPHS,
        "false",
        Facts.INPUT,
        "1x32x32",
        Facts.CLASSES,
        "[\"a\",\"b\"]"));
    if (border != null) facts.put(Facts.BORDER, border);
    return new TrainedRun(Path.of("run"), facts, TrainedRun.variant(facts), null, null);
  }

  @Test
  void anImageAsItsAuthorsPublishItGetsTheBorderThatTheTrainingImagesHad() {
    Dataset test = FashionMnist.load().test();
    float[] learnt = new float[SIDE * SIDE];
    test.read(7, learnt);
    Image published = new Image(1, SIDE, SIDE, learnt.clone()).centreCrop(STORED, STORED);
    int plane = STORED * STORED;
    float[] grey = new float[3 * plane];
    for (int c = 0; c < 3; c++) System.arraycopy(published.pixels(), 0, grey, c * plane, plane);
    float[] seen = run(String.valueOf(test.border()))
        .preprocessing()
        .apply(new Image(3, STORED, STORED, grey))
        .data()
        .asFloat();
    assertThat(seen).containsExactly(learnt, within(1e-5f));
  }

  @Test
  void aRunOfBeforeTheBorderWasWrittenDownSeesThePictureInFull() {
    assertThat(run(null).preprocessing().resize()).isEqualTo(SIDE);
    assertThat(run("2").preprocessing().resize()).isEqualTo(STORED);
  }

  @Test
  void aBorderThatLeavesNothingToSeeIsUnreadable() {
    for (String border : new String[] {"16", "-1", "two"})
      assertThatThrownBy(() -> run(border).preprocessing())
          .hasMessage("run.properties has an unreadable 'border': '" + border + "'");
  }
}
