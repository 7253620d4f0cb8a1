package sevennets.data;

import java.nio.file.Path;
import java.util.List;

/**
 * Fashion-MNIST: 70,000 grey photographs of clothes, ten classes. Xiao, Rasul, Vollgraf 2017,
 * arXiv:1708.07747.
 *
 * <p>The images are 28x28; zero-padded to {@code 1 x 32 x 32}, they suit nets made for CIFAR.
 * Training 55,000, validation 5,000 (500 of each class, held out of the authors' 60,000 by a fixed
 * seed), test 10,000.
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
  private static final int SIDE = 28;
  private static final int BORDER = 2;
  private static final int VALIDATION = 5_000;
  /**
   * Part of the dataset's definition: another seed is another split, and its figures cannot be
   * compared.
   */
  private static final long SPLIT_SEED = 55_000;

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
    Manifest manifest = Manifest.of(folder, MEND);
    Dataset authorsTrain = read(manifest, folder, "train");
    StratifiedSplit split = StratifiedSplit.of(authorsTrain, VALIDATION, SPLIT_SEED);
    return new Splits(
        new Subset(NAME + "/train", authorsTrain, split.rest()),
        new Subset(NAME + "/validation", authorsTrain, split.heldOut()),
        read(manifest, folder, "t10k"));
  }

  private static Dataset read(Manifest manifest, Path folder, String part) {
    // The small file first, so that what is wrong with it is found before the large one is
    // unpacked.
    Idx labels = idx(manifest, folder, part + "-labels-idx1-ubyte.gz", 1);
    Idx images = idx(manifest, folder, part + "-images-idx3-ubyte.gz", 3);
    if (images.dimensions()[1] != SIDE || images.dimensions()[2] != SIDE) {
      throw new DataException("the images of %s should be 28x28, they are %dx%d"
          .formatted(folder, images.dimensions()[1], images.dimensions()[2]));
    }
    String name = NAME + (part.equals("train") ? "/train" : "/test");
    return new ByteImages(name, CLASSES, 1, SIDE, BORDER, images.values(), labels.values());
  }

  private static Idx idx(Manifest manifest, Path folder, String file, int rank) {
    return Idx.gunzip(manifest.read(file), folder.resolve(file).toString(), rank);
  }
}
