package sevennets.data;

import java.nio.file.Path;
import java.util.List;
import sevennets.files.DataException;

/**
 * Fashion-MNIST: 70,000 grey photographs of clothes, ten classes. Xiao, Rasul, Vollgraf 2017,
 * arXiv:1708.07747.
 *
 * <p>The images are 28x28; zero-padded to {@code 1 x 32 x 32}, they suit nets made for CIFAR.
 * Training 55,000, validation 5,000 (500 of each class, held out of the authors' 60,000 by a fixed
 * seed), test 10,000.
 *
 * <pre>{@code
 * Splits data = FashionMnist.load();  // 55,000 to train, 5,000 to choose, 10,000 to test
 * }</pre>
 */
public final class FashionMnist {
  static final String NAME = "fashion-mnist";
  static final String MEND =
      "restore it with `git checkout -- data/fashion-mnist` or `./lab data fetch fashion-mnist`";
  private static final List<String> CLASSES = List.of(
      "T-shirt/top",
      "Trouser",
      "Pullover",
      "Dress",
      "Coat",
      "Sandal",
      "Shirt",
      "Sneaker",
      "Bag",
      "Ankle boot");
  private static final IdxDataset FILES = new IdxDataset(NAME, CLASSES, MEND);

  private FashionMnist() {}

  /**
   * Reads the dataset from the data folder, about half a second.
   *
   * @throws DataException if a file is missing, truncated or altered
   */
  public static Splits load() {
    return load(DataFolder.of(NAME));
  }

  /** Reads the dataset from a folder with the four IDX files and their manifest. */
  public static Splits load(Path folder) {
    return FILES.load(folder);
  }
}
