package sevennets.cli;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.zip.ZipException;
import picocli.CommandLine.ExitCode;
import sevennets.files.DataException;
import sevennets.train.TrainingException;

/**
 * What is said of each failure that a user can cause: one sentence and an exit code, by the first
 * row of a table that knows it. What no row knows is a fault of ours, and keeps its stack trace.
 *
 * @param sentence what failed, and how to mend it
 * @param exitCode 1 failed, 2 the caller's mistake
 */
record Failures(String sentence, int exitCode) {
  private static final String FULL = "free some room, or name a place on another disk";

  /** A kind of failure, and the sentence for it. */
  private record Row<T extends Throwable>(
      Class<T> type, int exitCode, Function<T, String> sentence) {
    Optional<Failures> of(Throwable failure) {
      return type.isInstance(failure)
          ? Optional.ofNullable(sentence.apply(type.cast(failure)))
              .map(said -> new Failures(said, exitCode))
          : Optional.empty();
    }
  }

  /** The first that fits counts, so what is special comes before what is general. */
  private static final List<Row<?>> TABLE = List.of(
      row(DataException.class, ExitCode.SOFTWARE, Throwable::getMessage),
      row(TrainingException.class, ExitCode.SOFTWARE, Throwable::getMessage),
      row(
          NoSuchFileException.class,
          ExitCode.USAGE,
          e -> "there is no %s, or no folder for it".formatted(e.getFile())),
      row(
          FileNotFoundException.class,
          ExitCode.USAGE,
          e -> "can't be opened: %s".formatted(e.getMessage())),
      row(
          NotDirectoryException.class,
          ExitCode.USAGE,
          e -> "%s is not a folder".formatted(e.getFile())),
      row(
          FileAlreadyExistsException.class,
          ExitCode.USAGE,
          e -> "%s is there already, and not what is needed; move it away".formatted(e.getFile())),
      row(
          DirectoryNotEmptyException.class,
          ExitCode.USAGE,
          e -> "%s is a folder that is not empty; name another file".formatted(e.getFile())),
      row(
          FileSystemLoopException.class,
          ExitCode.USAGE,
          e -> "%s is a link to a folder above it".formatted(e.getFile())),
      row(
          AccessDeniedException.class,
          ExitCode.SOFTWARE,
          e -> "%s may not be read or written; change its permissions, or name another place"
              .formatted(e.getFile())),
      row(FileSystemException.class, ExitCode.SOFTWARE, Failures::ofFileSystem),
      row(
          EOFException.class,
          ExitCode.SOFTWARE,
          e -> "a file ends early: it is truncated%s".formatted(after(e))),
      row(
          ZipException.class,
          ExitCode.SOFTWARE,
          e -> "a file is no whole ZIP archive: %s".formatted(e.getMessage())),
      row(
          CharacterCodingException.class,
          ExitCode.SOFTWARE,
          e -> "a file that should be text in UTF-8 is not"),
      row(IOException.class, ExitCode.SOFTWARE, Failures::ofIo),
      row(
          InvalidPathException.class,
          ExitCode.USAGE,
          e -> "'%s' can't be a path here: %s".formatted(e.getInput(), e.getReason())),
      row(IllegalArgumentException.class, ExitCode.USAGE, Throwable::getMessage),
      row(
          OutOfMemoryError.class,
          ExitCode.SOFTWARE,
          e ->
              "out of memory (%s): give Java more with -Xmx, take smaller batches or smaller images"
                  .formatted(e.getMessage())));

  /** What is said of a failure; nothing if it is a fault of ours. */
  static Optional<Failures> of(Throwable failure) {
    Throwable told = failure;
    String ours = "";
    while (told instanceof UncheckedIOException && told.getCause() != null) {
      if (ours.isEmpty() && !told.getCause().toString().equals(told.getMessage())) {
        ours = told.getMessage();
      }
      told = told.getCause();
    }
    for (Row<?> row : TABLE) {
      Optional<Failures> said = row.of(told).filter(each -> each.sentence != null);
      if (said.isPresent()) {
        return said.map(within(ours));
      }
    }
    return Optional.empty();
  }

  /** Whoever wrapped a failure in a sentence of ours knows more of it than its cause does. */
  private static UnaryOperator<Failures> within(String ours) {
    return cause -> ours.isEmpty()
        ? cause
        : new Failures("%s (%s)".formatted(ours, cause.sentence), cause.exitCode);
  }

  private static <T extends Throwable> Row<T> row(
      Class<T> type, int exitCode, Function<T, String> sentence) {
    return new Row<>(type, exitCode, sentence);
  }

  private static String ofFileSystem(FileSystemException e) {
    String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
    return "%s: %s%s".formatted(e.getFile(), reason, mend(reason));
  }

  private static String ofIo(IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return reason + mend(reason);
  }

  private static String mend(String reason) {
    if (reason.contains("No space left") || reason.contains("quota")) {
      return "; " + FULL;
    }
    return reason.contains("Read-only") ? "; name a place that can be written" : "";
  }

  private static String after(Exception e) {
    return e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
  }
}
