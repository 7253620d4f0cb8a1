package sevennets.data;

import java.nio.file.Path;
import sevennets.data.delivery.Manifest;
import sevennets.files.DataException;

/**
 * CIFAR-10 and CIFAR-100: 60,000 colour photographs of {@code 3 x 32 x 32}, ten or a hundred
 * classes. Krizhevsky 2009, "Learning multiple layers of features from tiny images".
 *
 * <p>Read from the "binary version" ({@link CifarFolder}). Training 45,000, validation 5,000
 * (stratified, held out of the authors' 50,000 by a fixed seed; the same sizes as in He et al.
 * 2015, section 4.2), test 10,000.
 *
 * <pre>{@code
 * Splits data = Cifar.cifar10(DataFolder.of("cifar10"));
 * }</pre>
 */
public final class Cifar {
  private Cifar() {}

  /**
   * Reads CIFAR-10 from the unpacked folder {@code cifar-10-batches-bin}, which has a manifest.
   *
   * @throws DataException if a file is missing, altered, or not in the format
   */
  public static Splits cifar10(Path folder) {
    return load("cifar10", folder, CifarFolder.Form.BINARY_10);
  }

  /**
   * Reads CIFAR-100, with its fine classes, from the unpacked folder {@code cifar-100-binary},
   * which has a manifest.
   */
  public static Splits cifar100(Path folder) {
    return load("cifar100", folder, CifarFolder.Form.BINARY_100);
  }

  private static Splits load(String name, Path folder, CifarFolder.Form form) {
    Manifest manifest =
        Manifest.of(folder, "fetch it again with `./lab data fetch %s`".formatted(name));
    return CifarFolder.load(name, folder, form, manifest::read);
  }
}
