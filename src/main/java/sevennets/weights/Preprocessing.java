package sevennets.weights;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import sevennets.data.Filter;
import sevennets.data.Image;
import sevennets.data.Normalisation;

/**
 * What a checkpoint expects to have been done to a photograph: its accuracy holds for this alone.
 *
 * <pre>{@code
 * INDArray input = preprocessing.apply(photo);  // 1 x 3 x 224 x 224, as the checkpoint's own training saw it
 * }</pre>
 *
 * @param resize pixels of the shorter side after scaling
 * @param crop pixels of each side of what the net sees, cut from the middle
 * @param filter of the scaling
 * @param normalisation of the pixels, which are in [0, 1] before; of one channel for a net that
 *     takes grey images
 * @param fittingKept whether an image of {@code crop x crop} is left as it is
 * @param border pixels along each edge of {@code crop x crop} that are black: the border that
 *     MNIST's digits were given
 */
public record Preprocessing(
    int resize,
    int crop,
    Filter filter,
    Normalisation normalisation,
    boolean fittingKept,
    int border) {

  public Preprocessing {
    if (border < 0 || 2 * border >= crop && border > 0)
      throw new IllegalArgumentException(
          "a border leaves something to see inside of it; received %d along each edge of %d pixels"
              .formatted(border, crop));
    if (crop < 1 || resize < crop - 2 * border)
      throw new IllegalArgumentException(
          "a photograph is scaled to at least the size that is cut from it; received a shorter side of %d and a crop of %d"
              .formatted(resize, crop));
  }

  /** Without a border. */
  public Preprocessing(
      int resize, int crop, Filter filter, Normalisation normalisation, boolean fittingKept) {
    this(resize, crop, filter, normalisation, fittingKept, 0);
  }

  /** Every photograph is scaled. */
  public Preprocessing(int resize, int crop, Filter filter, Normalisation normalisation) {
    this(resize, crop, filter, normalisation, false);
  }

  /** Who trained a checkpoint, and so what it expects. */
  public enum Source {
    /** torchvision's first weights, {@code IMAGENET1K_V1}. */
    TORCHVISION,
    /** torchvision's retrained weights, {@code IMAGENET1K_V2}. */
    TORCHVISION_V2,
    /** timm's own weights (not the ones it repeats from torchvision). */
    TIMM,
    /** TensorFlow's EfficientNet-Lite, also through timm's {@code tf_efficientnet_lite0}. */
    LITE;

    /** The source of the best known weights of an architecture. */
    public static Source of(String arch) {
      if (arch.startsWith("efficientnet_lite")) return LITE;
      return arch.startsWith("seresnet") || arch.startsWith("vit_") ? TIMM : TORCHVISION;
    }
  }

  private static final Normalisation HALF = equal(0.5f, 0.5f);
  private static final Preprocessing VIT = new Preprocessing(248, 224, Filter.BICUBIC, HALF);
  private static final Normalisation LITE = equal(127 / 255f, 128 / 255f);

  /** torchvision, {@code IMAGENET1K_V1}; what is not here has {@link #STANDARD}. */
  private static final Map<String, Preprocessing> TORCHVISION = Map.of(
      // Their transform_input undoes ImageNet's normalisation and applies this one, that of their
      // TensorFlow weights.
      "googlenet", new Preprocessing(256, 224, Filter.BILINEAR, HALF),
      "inception_v3", new Preprocessing(342, 299, Filter.BILINEAR, HALF),
      "efficientnet_b0", bicubic(256, 224),
      "efficientnet_b1", bicubic(256, 240),
      "efficientnet_b2", bicubic(288, 288),
      "efficientnet_b3", bicubic(320, 300),
      "efficientnet_b4", bicubic(384, 380),
      "efficientnet_b5", bicubic(456, 456),
      "efficientnet_b6", bicubic(528, 528),
      "efficientnet_b7", bicubic(600, 600));

  private static final Preprocessing STANDARD =
      new Preprocessing(256, 224, Filter.BILINEAR, Normalisation.IMAGENET);

  /**
   * timm's default configurations; its ResNets and SE-ResNets have a 224 crop of 0.875, its ViTs of
   * 0.9.
   */
  private static final Map<String, Preprocessing> TIMM = Map.of(
      "efficientnet_b1", bicubic(256, 256),
      "efficientnet_b2", bicubic(288, 288),
      "efficientnet_b3", bicubic(320, 320),
      "efficientnet_b4", bicubic(384, 384),
      "vit_base_patch16_224", VIT,
      "vit_large_patch16_224", VIT,
      "vit_huge_patch14_224", VIT);

  /** What an architecture's checkpoint of that source expects. */
  public static Preprocessing of(Source source, String arch) {
    return switch (source) {
      case TORCHVISION -> TORCHVISION.getOrDefault(arch, STANDARD);
      case TORCHVISION_V2 ->
        arch.equals("efficientnet_b1")
            ? new Preprocessing(255, 240, Filter.BILINEAR, Normalisation.IMAGENET)
            : new Preprocessing(232, 224, Filter.BILINEAR, Normalisation.IMAGENET);
      case TIMM -> TIMM.getOrDefault(arch, bicubic(256, 224));
      case LITE -> new Preprocessing(256, 224, Filter.BICUBIC, LITE);
    };
  }

  /**
   * Scales, crops and normalises a photograph of three channels in place.
   *
   * @return {@code 1 x C x crop x crop}, C being 1 where the normalisation is of one channel
   */
  public INDArray apply(Image photograph) {
    cut(photograph);
    int channels = normalisation.channels();
    float[] mean = normalisation.mean();
    float[] std = normalisation.std();
    float[] values = new float[channels * crop * crop];
    for (int i = 0; i < values.length; i++) {
      int channel = i / (crop * crop);
      float pixel = channels == 1 ? grey(photograph.pixels(), i) : photograph.pixels()[i];
      values[i] = (pixel - mean[channel]) / std[channel];
    }
    return Nd4j.create(values, new long[] {1, channels, crop, crop}, 'c');
  }

  /** Scales and crops a photograph of three channels in place: what the net sees of it. */
  public Image cut(Image photograph) {
    if (photograph.channels() != 3) {
      throw new IllegalArgumentException(
          "a photograph of three channels is required, received " + photograph.shape());
    }
    if (fittingKept && photograph.height() == crop && photograph.width() == crop) return photograph;
    int inside = crop - 2 * border;
    Image seen = photograph.resizeShorterSide(resize, filter, true).centreCrop(inside, inside);
    return border == 0 ? seen : seen.centreCrop(crop, crop);
  }

  /** Luma of ITU-R BT.601, as Pillow's {@code convert("L")}. */
  private float grey(float[] pixels, int at) {
    int plane = crop * crop;
    return 0.299f * pixels[at] + 0.587f * pixels[plane + at] + 0.114f * pixels[2 * plane + at];
  }

  private static Preprocessing bicubic(int resize, int crop) {
    return new Preprocessing(resize, crop, Filter.BICUBIC, Normalisation.IMAGENET);
  }

  private static Normalisation equal(float mean, float std) {
    return new Normalisation(new float[] {mean, mean, mean}, new float[] {std, std, std});
  }
}
