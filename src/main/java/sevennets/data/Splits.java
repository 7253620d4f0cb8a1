package sevennets.data;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A dataset's three parts. Choices are made on {@code validation}; {@code test} is read once, at
 * the end.
 *
 * <pre>{@code
 * Splits data = FashionMnist.load();
 * int images = data.train().size() + data.validation().size() + data.test().size();  // 70,000
 * }</pre>
 *
 * @param train what the net learns from
 * @param validation held out of the training images, stratified by class and fixed by a seed, so
 *     that two runs can be compared
 * @param test the images that the dataset's authors set aside
 * @param remarks what was noticed when the parts were read, such as files that were passed over
 */
public record Splits(Dataset train, Dataset validation, Dataset test, List<String> remarks) {
  private static final int NAMED = 10;

  public Splits {
    remarks = List.copyOf(remarks);
  }

  /** Parts of which there is nothing to remark. */
  public Splits(Dataset train, Dataset validation, Dataset test) {
    this(train, validation, test, List.of());
  }

  /** The same parts, with remarks. */
  Splits remarking(List<String> newRemarks) {
    return new Splits(train, validation, test, newRemarks);
  }

  /** What was understood, in one line: the classes, the images of each part, and the remarks. */
  public String understood() {
    List<String> classes = train.classes();
    String names = classes.stream().limit(NAMED).collect(Collectors.joining(", "))
        + (classes.size() > NAMED ? ", ..." : "");
    return "%,d classes (%s); %,d images to train, %,d for validation, %,d for the test%s"
        .formatted(
            classes.size(),
            names,
            train.size(),
            validation.size(),
            test.size(),
            remarks.stream().map(remark -> "; " + remark).collect(Collectors.joining()));
  }
}
