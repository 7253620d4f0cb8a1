package sevennets.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * The header of a safetensors file, parsed and checked: a JSON object from a tensor's name to its
 * element type, its shape and its range of bytes, counted from the end of the header. What is let
 * through is exactly what the format allows: the ranges fill the data without gap or overlap, and
 * each is as long as its shape says.
 */
record Header(Map<String, Entry> entries, Map<String, String> metadata) {

  /** One tensor: bytes {@code begin} (inclusive) to {@code end} (exclusive) of the data. */
  record Entry(String name, Dtype dtype, long[] shape, long begin, long end) {
    long elements() {
      return (end - begin) / dtype.bytes;
    }
  }

  private static final String METADATA = "__metadata__";

  // A hostile header must cost no more than its length: no interned strings, no table of symbols.
  private static final JsonFactory JSON = JsonFactory.builder()
      .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
      .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
      .build();

  /**
   * Parses a header.
   *
   * @param json its bytes, UTF-8
   * @param dataBytes how many bytes follow it in the file
   * @throws IllegalArgumentException that names the tensor and the fault, if it is not as the
   *     format demands
   */
  static Header parse(byte[] json, long dataBytes) {
    if (json.length == 0 || json[0] != '{')
      throw new IllegalArgumentException("the header does not begin with '{'");
    try (JsonParser parser = JSON.createParser(json)) {
      Header header = new Header(new LinkedHashMap<>(), new TreeMap<>());
      header.readAll(parser);
      header.checkRanges(dataBytes);
      return header;
    } catch (IOException e) {
      throw new IllegalArgumentException("the header is not valid JSON: " + firstLine(e), e);
    }
  }

  private void readAll(JsonParser parser) throws IOException {
    parser.nextToken();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.getCurrentName();
      parser.nextToken();
      if (name.equals(METADATA)) {
        readMetadata(parser);
      } else if (entries.putIfAbsent(name, readEntry(name, parser)) != null) {
        throw new IllegalArgumentException("the header names tensor '" + name + "' twice");
      }
    }
    if (parser.nextToken() != null)
      throw new IllegalArgumentException("the header goes on after its closing '}'");
  }

  private void readMetadata(JsonParser parser) throws IOException {
    expect(parser, JsonToken.START_OBJECT, METADATA, "an object of strings");
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.getCurrentName();
      parser.nextToken();
      expect(parser, JsonToken.VALUE_STRING, METADATA, "an object of strings");
      metadata.put(key, parser.getText());
    }
  }

  private static Entry readEntry(String name, JsonParser parser) throws IOException {
    expect(parser, JsonToken.START_OBJECT, name, "an object with dtype, shape and data_offsets");
    Dtype dtype = null;
    long[] shape = null;
    long[] offsets = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String field = parser.getCurrentName();
      parser.nextToken();
      switch (field) {
        case "dtype" -> dtype = readDtype(name, parser);
        case "shape" -> shape = readLongs(name, field, parser);
        case "data_offsets" -> offsets = readLongs(name, field, parser);
        default ->
          throw new IllegalArgumentException("tensor '" + name + "' has an unknown field '" + field
              + "': dtype, shape and data_offsets are allowed");
      }
    }
    if (dtype == null || shape == null || offsets == null || offsets.length != 2) {
      throw new IllegalArgumentException(
          "tensor '" + name + "' needs a dtype, a shape and two data_offsets");
    }
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static Dtype readDtype(String name, JsonParser parser) throws IOException {
    expect(parser, JsonToken.VALUE_STRING, name, "a string as its dtype");
    String text = parser.getText();
    for (Dtype dtype : Dtype.values()) if (dtype.name().equals(text)) return dtype;
    throw new IllegalArgumentException(
        "tensor '" + name + "' has the unknown dtype '" + text + "'");
  }

  private static long[] readLongs(String name, String field, JsonParser parser) throws IOException {
    expect(parser, JsonToken.START_ARRAY, name, "an array as its " + field);
    List<Long> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      expect(parser, JsonToken.VALUE_NUMBER_INT, name, "whole numbers as its " + field);
      // 18 digits always fit a long; longer ones are refused unparsed, for a number can be as long
      // as the header.
      if (parser.getTextLength() > 18 || parser.getLongValue() < 0) {
        throw new IllegalArgumentException(
            "tensor '" + name + "' has a negative or absurd number in its " + field);
      }
      values.add(parser.getLongValue());
    }
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private static void expect(JsonParser parser, JsonToken token, String name, String required) {
    if (parser.currentToken() != token) {
      throw new IllegalArgumentException("'" + name + "' needs " + required + ", the header has "
          + (parser.currentToken() == null ? "its end" : parser.currentToken()) + " there");
    }
  }

  private void checkRanges(long dataBytes) {
    List<Entry> sorted = new ArrayList<>(entries.values());
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long reached = 0;
    String before = "the header";
    for (Entry entry : sorted) {
      checkSize(entry);
      if (entry.begin < reached) {
        throw new IllegalArgumentException(
            "tensors '%s' and '%s' overlap: one ends at byte %d of the data, the other begins at %d"
                .formatted(before, entry.name, reached, entry.begin));
      }
      if (entry.begin > reached) {
        throw new IllegalArgumentException(
            "bytes %d to %d of the data, between %s and '%s', belong to no tensor"
                .formatted(reached, entry.begin, before, entry.name));
      }
      if (entry.end > dataBytes) {
        throw new IllegalArgumentException(
            "tensor '%s' ends at byte %d of the data, of which the file has %d: was it cut short?"
                .formatted(entry.name, entry.end, dataBytes));
      }
      reached = entry.end;
      before = entry.name;
    }
    if (reached < dataBytes) {
      throw new IllegalArgumentException(
          "the last %d bytes of the file belong to no tensor".formatted(dataBytes - reached));
    }
  }

  private static void checkSize(Entry entry) {
    long bytes = entry.dtype.bytes;
    try {
      for (long extent : entry.shape) bytes = Math.multiplyExact(bytes, extent);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "tensor '" + entry.name + "' has more elements than a file can hold", e);
    }
    if (entry.end < entry.begin || bytes != entry.end - entry.begin) {
      throw new IllegalArgumentException(
          "tensor '%s' takes %d bytes by its shape and dtype, but its data_offsets are %d and %d"
              .formatted(entry.name, bytes, entry.begin, entry.end));
    }
  }

  private static String firstLine(IOException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
