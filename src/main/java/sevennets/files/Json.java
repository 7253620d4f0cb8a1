package sevennets.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * JSON of any origin as plain values: strings, numbers, lists and objects, never a class. Its
 * length and its depth are bounded before it is read, since the library reads a list within a list
 * by calling itself. Messages go on from "FILE is damaged: ".
 *
 * <pre>{@code
 * int classes = Json.read(Path.of("config.json"), 1_000_000).path("num_classes").asInt();
 * }</pre>
 */
public final class Json {
  private static final int DEEPEST = 100;
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  /**
   * A file's content.
   *
   * @param mostBytes the longest file that is read
   * @throws IOException if it cannot be read, or is no JSON
   */
  public static JsonNode read(Path file, long mostBytes) throws IOException {
    Bytes.requireOrdinary(file);
    long bytes = Files.size(file);
    if (bytes > mostBytes)
      throw new IOException(
          "it has %,d bytes, more than %,d are not read".formatted(bytes, mostBytes));
    return parse(Files.readAllBytes(file));
  }

  /** A text's content. */
  public static JsonNode parse(String text) throws IOException {
    return parse(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode parse(byte[] bytes) throws IOException {
    try {
      if (depth(bytes) <= DEEPEST) return new ObjectMapper().readTree(bytes);
    } catch (IOException e) {
      throw new IOException("it is not JSON", e);
    }
    throw new IOException("it goes deeper than %d levels".formatted(DEEPEST));
  }

  private static int depth(byte[] bytes) throws IOException {
    int depth = 0;
    int deepest = 0;
    try (JsonParser parser = FACTORY.createParser(bytes)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        deepest = Math.max(deepest, depth);
      }
    }
    return deepest;
  }
}
