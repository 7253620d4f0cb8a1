package sevennets.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CroppedTest {
  private final Dataset test = FashionMnist.load().test();

  @Test
  void theMiddleOfFashionMnistIsTheImageWithoutItsBorder() {
    Dataset middle = Cropped.square(test, 28);
    float[] whole = new float[32 * 32];
    float[] cropped = new float[28 * 28];
    test.read(7, whole);
    middle.read(7, cropped);
    assertThat(middle.height()).isEqualTo(28);
    assertThat(cropped[0]).isEqualTo(whole[2 * 32 + 2]);
    assertThat(sum(cropped)).isEqualTo(sum(whole)); // what was left out is black
    assertThat(middle.label(7)).isEqualTo(test.label(7));
  }

  @Test
  void bothWaysOfReadingGiveTheSamePixels() {
    Dataset small = Resized.square(Cropped.square(test, 28), 20);
    float[] pixels = new float[20 * 20];
    Image image = new Image();
    small.read(3, pixels);
    small.read(3, image);
    assertThat(image.pixels()).startsWith(pixels);
    assertThat(image.height()).isEqualTo(20);
  }

  @Test
  void imagesAreNotCroppedToMoreThanTheyAre() {
    assertThatThrownBy(() -> Cropped.square(test, 33))
        .hasMessage(
            "images of 32 x 32 pixels can be cropped to 1 x 1 up to that size, received 33 x 33");
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) sum += value;
    return sum;
  }
}
