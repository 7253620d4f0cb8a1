package sevennets.fuzz;

import java.util.List;

/**
 * A kind of file that may come from a stranger.
 *
 * @param seeds good ones, small: what is tried grows out of them
 */
public record Kind(Reader reader, List<byte[]> seeds) {
  public static Kind of(Reader reader, byte[]... seeds) {
    return new Kind(reader, List.of(seeds));
  }
}
