package sevennets.data;

import java.nio.file.Path;
import java.util.List;
import sevennets.data.delivery.Manifest;
import sevennets.files.DataException;

/**
 * A dataset in the four IDX files of MNIST, 28x28 grey, with a manifest. Zero-padded to {@code 1 x
 * 32 x 32}, the images suit nets made for CIFAR. Training 55,000, validation 5,000 (500 of each
 * class, held out of the authors' 60,000 by a fixed seed), test 10,000.
 *
 * @param classes their names, in the order of the labels
 * @param mend the command that brings the files back, for messages
 */
record IdxDataset(String name, List<String> classes, String mend) {
  private static final int SIDE = 28;
  private static final int BORDER = 2;
  private static final int VALIDATION = 5_000;
  /**
   * Part of the dataset's definition: another seed is another split, and its figures cannot be
   * compared.
   */
  private static final long SPLIT_SEED = 55_000;

  /**
   * Handwritten digits. LeCun, Bottou, Bengio, Haffner 1998, "Gradient-based learning applied to
   * document recognition".
   */
  static final IdxDataset MNIST = new IdxDataset(
      "mnist",
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
      "fetch it again with `./lab data fetch mnist`");

  /**
   * Reads the dataset from its folder.
   *
   * @throws DataException if a file is missing, truncated or altered
   */
  Splits load(Path folder) {
    Manifest manifest = Manifest.of(folder, mend);
    Dataset authorsTrain = read(manifest, folder, "train");
    StratifiedSplit split = StratifiedSplit.of(authorsTrain, VALIDATION, SPLIT_SEED);
    return new Splits(
        new Subset(name + "/train", authorsTrain, split.rest()),
        new Subset(name + "/validation", authorsTrain, split.heldOut()),
        read(manifest, folder, "t10k"));
  }

  private Dataset read(Manifest manifest, Path folder, String part) {
    // The small file first, so that what is wrong with it is found before the large one is
    // unpacked.
    Idx labels = idx(manifest, folder, part + "-labels-idx1-ubyte.gz", 1);
    Idx images = idx(manifest, folder, part + "-images-idx3-ubyte.gz", 3);
    if (images.dimensions()[1] != SIDE || images.dimensions()[2] != SIDE) {
      throw new DataException("the images of %s should be 28x28, they are %dx%d"
          .formatted(folder, images.dimensions()[1], images.dimensions()[2]));
    }
    String called = name + (part.equals("train") ? "/train" : "/test");
    return new ByteImages(called, classes, 1, SIDE, BORDER, images.values(), labels.values());
  }

  private static Idx idx(Manifest manifest, Path folder, String file, int rank) {
    return Idx.gunzip(manifest.read(file), folder.resolve(file).toString(), rank);
  }
}
