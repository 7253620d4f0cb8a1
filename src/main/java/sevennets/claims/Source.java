package sevennets.claims;

/**
 * Where a claim stands.
 *
 * <pre>{@code
 * Source source = Ablations.get("vgg-depth").source();
 * String place = source.paper() + ": " + source.place();
 * }</pre>
 *
 * @param paper authors, year and arXiv number
 * @param place table, figure or section
 * @param data what the paper measured on
 * @param training at what resolution, and how long
 */
public record Source(String paper, String place, String data, String training) {
  @Override
  public String toString() {
    return paper + ", " + place + " (" + data + ")";
  }
}
