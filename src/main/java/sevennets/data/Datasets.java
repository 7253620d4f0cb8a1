package sevennets.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sevennets.data.delivery.ArchiveDelivery;
import sevennets.data.delivery.FilesDelivery;
import sevennets.data.delivery.HandDelivery;
import sevennets.data.delivery.PublishedFile;
import sevennets.data.delivery.TarGz;
import sevennets.files.DataException;
import sevennets.names.Nearest;

/**
 * The datasets by name.
 *
 * <pre>{@code
 * Splits photographs = Datasets.load("folder:photos");
 * Splits clothes = Datasets.load("fashion-mnist");
 * }</pre>
 */
public final class Datasets {
  private static final String FOLDER = "folder:";
  private static final String DISTORTED = "distorted:";
  private static final Pattern FEW_LABELS = Pattern.compile("labels-(\\d{1,7}):(.+)");
  /** {@link #DISTORTED} or {@link #FEW_LABELS}, and the rest. */
  private static final Pattern PREFIXED = Pattern.compile("(distorted:|labels-\\d{1,7}:)(.+)");

  private static final int FOLDER_SIZE = 224;
  /** {@code imagenette@64}: images of 64x64. */
  private static final Pattern WITH_SIZE = Pattern.compile("(.+)@(\\d{1,5})");

  /** What Imagenette's folders, named for WordNet's entries, show; its page lists them. */
  private static final Map<String, String> IMAGENETTE_CLASSES = Map.of(
      "n01440764",
      "tench",
      "n02102040",
      "English springer",
      "n02979186",
      "cassette player",
      "n03000684",
      "chain saw",
      "n03028079",
      "church",
      "n03394916",
      "French horn",
      "n03417042",
      "garbage truck",
      "n03425413",
      "gas pump",
      "n03445777",
      "golf ball",
      "n03888257",
      "parachute");

  private static final String[] FASHION_MNIST_MIRRORS = {
    "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
    "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"
  };
  private static final String[] MNIST_MIRRORS = {
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/"
  };
  private static final String TORONTO = "https://www.cs.toronto.edu/~kriz/";
  private static final String FASTAI = "https://s3.amazonaws.com/fast-ai-imageclas/";

  private static final List<NamedDataset> ALL = List.of(
      NamedDataset.ofImages(
          FashionMnist.NAME,
          "70,000 photographs of clothes, 1x32x32, 10 classes",
          32,
          new FilesDelivery(List.of(
              // The sums are those of the authors' own gzip files; the repository's hold the same
              // images, packed differently.
              fashionMnist(
                  "t10k-images-idx3-ubyte.gz",
                  4_422_102,
                  "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
              fashionMnist(
                  "t10k-labels-idx1-ubyte.gz",
                  5_148,
                  "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
              fashionMnist(
                  "train-images-idx3-ubyte.gz",
                  26_421_880,
                  "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
              fashionMnist(
                  "train-labels-idx1-ubyte.gz",
                  29_515,
                  "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"))),
          FashionMnist::load),
      NamedDataset.ofImages(
          IdxDataset.MNIST.name(),
          "70,000 handwritten digits, 1x32x32, 10 classes",
          32,
          new FilesDelivery(List.of(
              mnist(
                  "t10k-images-idx3-ubyte.gz",
                  1_648_877,
                  "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
              mnist(
                  "t10k-labels-idx1-ubyte.gz",
                  4_542,
                  "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
              mnist(
                  "train-images-idx3-ubyte.gz",
                  9_912_422,
                  "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
              mnist(
                  "train-labels-idx1-ubyte.gz",
                  28_881,
                  "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"))),
          IdxDataset.MNIST::load),
      // Published with MD5 c32a1d4ab5d03f1284b67883e8d87530.
      NamedDataset.ofImages(
          "cifar10",
          "60,000 photographs, 3x32x32, 10 classes",
          32,
          new ArchiveDelivery(
              PublishedFile.of(
                  "cifar-10-binary.tar.gz",
                  170_052_171,
                  "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                  TORONTO,
                  "https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/"),
              "cifar-10-batches-bin",
              new TarGz(200_000_000, 100),
              cifarForPython(
                  "cifar-10-python.tar.gz",
                  170_498_071,
                  "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
                  "cifar-10-batches-py")),
          Cifar::cifar10),
      // Published with MD5 03b5dce01913d631647c71ecec9e9cb8.
      NamedDataset.ofImages(
          "cifar100",
          "60,000 photographs, 3x32x32, 100 classes",
          32,
          new ArchiveDelivery(
              PublishedFile.of(
                  "cifar-100-binary.tar.gz",
                  168_513_733,
                  "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
                  TORONTO),
              "cifar-100-binary",
              new TarGz(200_000_000, 100),
              cifarForPython(
                  "cifar-100-python.tar.gz",
                  169_001_437,
                  "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7",
                  "cifar-100-python")),
          Cifar::cifar100),
      imagenette(
          "imagenette",
          160,
          128,
          99_003_388,
          "64d0c4859f35a461889e0147755a999a48b49bf38a7e0f9bd27003f10db02fe5"),
      imagenette(
          "imagenette-320",
          320,
          224,
          341_663_724,
          "569b4497c98db6dd29f335d1f109cf315fe127053cedf69010d047f0188e158c"),
      NamedDataset.ofPhotographs(
          "imagenet",
          "1.3 million photographs, 3x224x224, 1,000 classes (ILSVRC 2012)",
          224,
          new HandDelivery("https://image-net.org/download"),
          (root, size) -> ImageFolder.splits("imagenet", root, size, Map.of())));

  private Datasets() {}

  private static PublishedFile fashionMnist(String file, long bytes, String sha256) {
    return PublishedFile.of(file, bytes, sha256, FASHION_MNIST_MIRRORS);
  }

  private static PublishedFile mnist(String file, long bytes, String sha256) {
    return PublishedFile.of(file, bytes, sha256, MNIST_MIRRORS);
  }

  /** Keras and torchvision fetch this version, so it lies on many disks. */
  private static Optional<ArchiveDelivery.OtherForm> cifarForPython(
      String file, long bytes, String sha256, String root) {
    PublishedFile source = PublishedFile.of(file, bytes, sha256, TORONTO);
    return Optional.of(new ArchiveDelivery.OtherForm(source, root, CifarFolder::pythonToBinary));
  }

  private static NamedDataset imagenette(
      String name, int shorterSide, int size, long bytes, String sha256) {
    String root = "imagenette2-" + shorterSide;
    return NamedDataset.ofPhotographs(
        name,
        "13,394 photographs, shorter side %d, as 3x%dx%d, 10 classes of ImageNet"
            .formatted(shorterSide, size, size),
        size,
        new ArchiveDelivery(
            PublishedFile.of(root + ".tgz", bytes, sha256, FASTAI),
            root,
            new TarGz(2 * bytes, 20_000)),
        (folder, asked) -> ImageFolder.splits(name, folder, asked, IMAGENETTE_CLASSES));
  }

  /** Every dataset that has a name. */
  public static List<NamedDataset> all() {
    return ALL;
  }

  /**
   * The dataset of that name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are, the
   *     nearest first
   */
  public static NamedDataset named(String name) {
    return ALL.stream()
        .filter(dataset -> dataset.name().equals(name))
        .findFirst()
        .orElseThrow(() -> unknown(name));
  }

  private static IllegalArgumentException unknown(String name) {
    List<String> nearestFirst =
        Nearest.first(ALL.stream().map(NamedDataset::name).toList(), name);
    return new IllegalArgumentException(
        "no dataset is called '%s'; did you mean '%s'? There are %s, and %sPATH"
            .formatted(name, nearestFirst.get(0), String.join(", ", nearestFirst), FOLDER));
  }

  /**
   * Reads a dataset: {@code fashion-mnist}, {@code mnist}, {@code cifar10}, {@code cifar100},
   * {@code imagenette}, {@code imagenette-320}, {@code imagenet}, or {@code folder:PATH} for
   * {@link ImageFolder#splits any folder} of images by class; the prefix may be left out where the
   * folder is there. Photographs take a size in pixels: {@code imagenette@64}; a folder's are
   * 224x224 without one. {@code distorted:NAME} is any of them with every image turned, scaled and
   * shifted ({@link Distortion#STRONG}); {@code labels-500:NAME} is any of them with 500 labelled
   * training images, beside all of them without their labels ({@link HalfLabelled}).
   *
   * @throws IllegalArgumentException if there is no such dataset
   * @throws DataException if it is not here, or damaged; the message says how to mend that
   */
  public static Splits load(String name) {
    return load(name, FolderOptions.STRICT);
  }

  /** As {@link #load(String)}, with what may be wrong with a folder. */
  public static Splits load(String name, FolderOptions options) {
    if (name.startsWith(DISTORTED)) {
      return distorted(load(name.substring(DISTORTED.length()), options));
    }
    Matcher fewLabels = FEW_LABELS.matcher(name);
    if (fewLabels.matches()) {
      Splits all = load(fewLabels.group(2), options);
      return new Splits(
          new HalfLabelled(all.train(), Integer.parseInt(fewLabels.group(1)), 1),
          all.validation(),
          all.test(),
          all.remarks());
    }
    return folderName(name)
        .map(folder -> load(folder, options))
        .orElseGet(() -> named(name, WITH_SIZE.matcher(name)));
  }

  /** A folder of photographs, or of the files that CIFAR's and MNIST's authors publish. */
  private static Splits load(FolderName folder, FolderOptions options) {
    Path path = folder.path();
    String name = FOLDER + path;
    boolean cifar = CifarFolder.isOne(path);
    if ((cifar || IdxFolder.isOne(path)) && folder.size() > 0) {
      throw new IllegalArgumentException(
          "the images in %s do not come in size %d; only photographs are scaled"
              .formatted(path, folder.size()));
    }
    if (cifar) {
      return CifarFolder.load(name, path);
    }
    return IdxFolder.isOne(path)
        ? IdxFolder.load(name, path)
        : ImageFolder.splits(name, path, folder.size(FOLDER_SIZE), Map.of(), options);
  }

  private static Splits named(String name, Matcher withSize) {
    return withSize.matches()
        ? named(withSize.group(1)).load(Integer.parseInt(withSize.group(2)))
        : named(name).load();
  }

  /**
   * The same dataset by a name that means it from every working directory: the path of a folder is
   * absolute.
   */
  public static String absolute(String name) {
    Matcher prefixed = PREFIXED.matcher(name);
    return prefixed.matches()
        ? prefixed.group(1) + absolute(prefixed.group(2))
        : folderName(name).map(FolderName::absolute).orElse(name);
  }

  /**
   * The same dataset with images of {@code side} pixels, where it is a folder of photographs and no
   * size is named.
   */
  public static String sized(String name, int side) {
    Matcher prefixed = PREFIXED.matcher(name);
    if (prefixed.matches()) return prefixed.group(1) + sized(prefixed.group(2), side);
    boolean unsized = folderName(name)
        .filter(folder -> folder.size() == 0)
        .filter(folder -> !CifarFolder.isOne(folder.path()) && !IdxFolder.isOne(folder.path()))
        .isPresent();
    return unsized ? name + "@" + side : name;
  }

  /** Whether a folder is meant, and no dataset that has a name. */
  public static boolean isFolder(String name) {
    return folderName(name).isPresent();
  }

  /** The folder that is meant. */
  public static Path folder(String name) {
    return folderName(name).orElseThrow(() -> unknown(name)).path();
  }

  /** The folder that is meant; nothing if a dataset's name is. */
  private static Optional<FolderName> folderName(String name) {
    boolean said = name.startsWith(FOLDER);
    if (!said
        && ALL.stream()
            .anyMatch(dataset -> dataset.name().equals(name.replaceFirst("@\\d+$", "")))) {
      return Optional.empty();
    }
    FolderName folder = FolderName.of(said ? name.substring(FOLDER.length()) : name);
    if (said && !folder.isThere() && folder.size() > 0) {
      throw new DataException("%s is not a folder (@%d asks for images of so many pixels)"
          .formatted(folder.path(), folder.size()));
    }
    return said || folder.isThere() ? Optional.of(folder) : Optional.empty();
  }

  private static Splits distorted(Splits splits) {
    return new Splits(
        new Augmented(splits.train(), Distortion.STRONG, 1),
        new Augmented(splits.validation(), Distortion.STRONG, 2),
        new Augmented(splits.test(), Distortion.STRONG, 3),
        splits.remarks());
  }
}
