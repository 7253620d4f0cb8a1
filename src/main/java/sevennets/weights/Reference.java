package sevennets.weights;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.databind.JsonNode;
import sevennets.files.Json;

/**
 * What a PyTorch implementation computes with {@link Generated} weights and input.
 *
 * <pre>{@code
 * Reference reference = Reference.read(Path.of("resnet18.json"));
 * boolean holds = Verification.of(reference, graph).holds();
 * }</pre>
 *
 * @param arch the architecture, as torchvision or timm spells it
 * @param params learnable parameters without auxiliary heads
 * @param macs multiply-adds of convolutions and linear layers for one image at {@code input}
 * @param input {@code N x C x H x W}
 * @param tensors the shapes of the state dict's tensors, by name, in order
 * @param stages what each top-level part of the net gave, in order of execution
 * @param logits the outputs in evaluation mode, one row an image
 */
public record Reference(
    String arch,
    long params,
    long macs,
    int[] input,
    Map<String, long[]> tensors,
    List<Stage> stages,
    double[][] logits) {

  private static final long MOST_BYTES = 100_000_000;
  private static final int MOST_EXTENT = 100_000;

  /**
   * One part of the net.
   *
   * @param name of the top-level module, such as {@code layer1}
   * @param shape of its output, batch first
   * @param mean mean |output| over all images
   * @param difference mean |output(image 0) - output(image 1)|
   */
  public record Stage(String name, long[] shape, double mean, double difference) {}

  /**
   * Reads a reference file.
   *
   * @throws IllegalArgumentException if it is not one: the message names the file and what it lacks
   * @throws IOException if it cannot be read
   */
  public static Reference read(Path file) throws IOException {
    try {
      JsonNode root = Json.read(file, MOST_BYTES);
      Map<String, long[]> tensors = new LinkedHashMap<>();
      for (JsonNode tensor : field(root, "tensors"))
        tensors.put(tensor.path(0).asText(), longs(tensor.path(1)));
      List<Stage> stages = new ArrayList<>();
      for (JsonNode stage : field(root, "stages")) {
        stages.add(new Stage(
            stage.path(0).asText(),
            longs(stage.path(1)),
            stage.path(2).asDouble(),
            stage.path(3).asDouble()));
      }
      return new Reference(
          field(root, "arch").asText(),
          field(root, "params_without_aux").asLong(),
          field(root, "macs_conv_linear_per_image").asLong(),
          input(root),
          tensors,
          stages,
          logits(root));
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " is no reference file: " + e.getMessage(), e);
    }
  }

  private static JsonNode field(JsonNode root, String name) {
    JsonNode node = root.get(name);
    if (node == null) throw new IllegalArgumentException("it lacks '" + name + "'");
    return node;
  }

  private static int[] input(JsonNode root) {
    long[] shape = longs(field(root, "input_shape"));
    if (shape.length != 4)
      throw new IllegalArgumentException(
          "input_shape needs N, C, H and W, it has " + shape.length + " numbers");
    int[] input = new int[4];
    for (int i = 0; i < 4; i++) {
      if (shape[i] < 1 || shape[i] > MOST_EXTENT)
        throw new IllegalArgumentException(
            "input_shape needs numbers from 1 to %,d, it has %d".formatted(MOST_EXTENT, shape[i]));
      input[i] = (int) shape[i];
    }
    return input;
  }

  private static double[][] logits(JsonNode root) {
    JsonNode rows = field(root, "logits");
    if (rows.size() < 2)
      throw new IllegalArgumentException(
          "logits of two images are required, it has those of " + rows.size());
    double[][] logits = new double[rows.size()][];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = new double[rows.path(i).size()];
      for (int j = 0; j < logits[i].length; j++)
        logits[i][j] = rows.path(i).path(j).asDouble(Double.NaN);
    }
    return logits;
  }

  private static long[] longs(JsonNode array) {
    long[] values = new long[array.size()];
    for (int i = 0; i < values.length; i++) values[i] = array.path(i).asLong();
    return values;
  }
}
