package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StratifiedSplitTest {
  @Test
  void everyImageIsInExactlyOnePart() {
    StratifiedSplit split = StratifiedSplit.of(new Numbered(103), 25, 1);
    int[] all = IntStream.concat(Arrays.stream(split.rest()), Arrays.stream(split.heldOut()))
        .sorted()
        .toArray();
    assertThat(all).isEqualTo(IntStream.range(0, 103).toArray());
    assertThat(split.heldOut()).hasSize(25);
  }

  @Test
  void eachClassKeepsItsShareAndWhatIsLeftGoesToTheLargestRemainders() {
    // Classes of 50, 30, 15 and 5: of 10 held out, 5, 3, 1.5 and 0.5; the first of two equal
    // remainders wins.
    Dataset uneven = new Numbered(100) {
      @Override
      public int label(int index) {
        return index < 50 ? 0 : index < 80 ? 1 : index < 95 ? 2 : 3;
      }
    };
    int[] counts = new int[4];
    for (int index : StratifiedSplit.of(uneven, 10, 1).heldOut()) {
      counts[uneven.label(index)]++;
    }
    assertThat(counts).containsExactly(5, 3, 2, 0);
  }

  @Test
  void theSeedDecides() {
    Dataset dataset = new Numbered(400);
    assertThat(StratifiedSplit.of(dataset, 40, 1).heldOut())
        .isEqualTo(StratifiedSplit.of(dataset, 40, 1).heldOut());
    assertThat(StratifiedSplit.of(dataset, 40, 2).heldOut())
        .isNotEqualTo(StratifiedSplit.of(dataset, 40, 1).heldOut());
  }

  @Test
  void aSampleHasTheClassesInProportionAndReadsTheRightImages() {
    Dataset sample = Subset.sample(new Numbered(400), 40, 1);
    assertThat(sample.size()).isEqualTo(40);
    assertThat(sample.name()).isEqualTo("numbered[40]");
    int[] counts = new int[4];
    float[] pixels = new float[12];
    for (int i = 0; i < 40; i++) {
      sample.read(i, pixels);
      assertThat(Math.round(pixels[0] * 1024) % 4).isEqualTo(sample.label(i));
      counts[sample.label(i)]++;
    }
    assertThat(counts).containsOnly(10);
    assertThat(Subset.sample(new Numbered(7), 40, 1).size()).isEqualTo(7);
  }

  @Test
  void moreImagesThanThereAreCannotBeHeldOut() {
    assertThatThrownBy(() -> StratifiedSplit.of(new Numbered(4), 5, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot hold 5 of the 4 images of numbered out");
  }
}
