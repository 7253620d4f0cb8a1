package sevennets.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.shade.jackson.databind.JsonNode;
import sevennets.data.Filter;
import sevennets.data.Normalisation;
import sevennets.files.Json;

/**
 * The {@code config.json} that timm puts beside a checkpoint.
 *
 * @param architecture timm's name of the net; empty if it does not say
 * @param preprocessing at the size it was trained at
 * @param testPreprocessing at the size that its accuracy is reported at
 */
record TimmConfig(
    String architecture, Preprocessing preprocessing, Preprocessing testPreprocessing) {

  private static final long MOST_BYTES = 10_000_000;

  /** The file, where one lies in a checkpoint's folder. */
  static Optional<Path> beside(Path checkpoint) {
    Path folder =
        Files.isDirectory(checkpoint) ? checkpoint : checkpoint.toAbsolutePath().getParent();
    return Optional.of(folder.resolve("config.json")).filter(Files::isRegularFile);
  }

  /** The net by our name, which is timm's but for TensorFlow's Lite; empty if it does not say. */
  String net() {
    return architecture.replace("tf_efficientnet_lite", "efficientnet_lite");
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException if it is none of timm's, or asks for what is not done here
   */
  static TimmConfig read(Path file) throws IOException {
    try {
      return of(Json.read(file, MOST_BYTES));
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "cannot read %s as timm's config.json: %s; say --resize, --crop, --interpolation, --mean and --std"
              .formatted(file, e.getMessage()),
          e);
    }
  }

  private static TimmConfig of(JsonNode root) {
    JsonNode config = root.has("pretrained_cfg") ? root.get("pretrained_cfg") : root;
    int size = size(config.get("input_size"), 0);
    if (size == 0) throw new IllegalArgumentException("it has no input_size");
    String mode = config.path("crop_mode").asText("center");
    if (!mode.equals("center") && !mode.equals("null"))
      throw new IllegalArgumentException(
          "crop_mode '%s' is not done here, 'center' is".formatted(mode));
    double share = config.path("crop_pct").asDouble(0.875);
    Filter filter =
        switch (config.path("interpolation").asText("bicubic").toLowerCase(Locale.ROOT)) {
          case "bicubic" -> Filter.BICUBIC;
          case "bilinear" -> Filter.BILINEAR;
          default ->
            throw new IllegalArgumentException(
                "interpolation '%s' is not done here, bicubic and bilinear are"
                    .formatted(config.path("interpolation").asText()));
        };
    Normalisation normalisation = new Normalisation(
        floats(config.path("mean"), Normalisation.IMAGENET.mean()),
        floats(config.path("std"), Normalisation.IMAGENET.std()));
    if (size < 1 || !(share > 0))
      throw new IllegalArgumentException(
          "an input of %d pixels, %s of the scaled side, is none".formatted(size, share));
    int testSize = size(config.get("test_input_size"), size);
    double testShare = config.path("test_crop_pct").asDouble(share);
    return new TimmConfig(
        root.path("architecture").asText(config.path("architecture").asText("")),
        preprocessing(size, share, filter, normalisation),
        preprocessing(testSize, testShare, filter, normalisation));
  }

  /** timm rounds the scaled side down. */
  private static Preprocessing preprocessing(
      int size, double share, Filter filter, Normalisation normalisation) {
    return new Preprocessing((int) Math.floor(size / share), size, filter, normalisation);
  }

  private static int size(JsonNode shape, int missing) {
    return shape == null || !shape.isArray() || shape.size() != 3
        ? missing
        : shape.get(1).asInt();
  }

  private static float[] floats(JsonNode list, float[] missing) {
    if (!list.isArray() || list.size() != 3) return missing;
    float[] values = new float[3];
    for (int i = 0; i < 3; i++) values[i] = (float) list.get(i).asDouble();
    return values;
  }
}
