package sevennets.data.delivery;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import sevennets.data.delivery.HttpRange.NetworkException;
import sevennets.data.delivery.HttpRange.NothingLeft;
import sevennets.files.DataException;

/**
 * Fetches one file so that it is either there, whole and with its sum, or not there at all.
 *
 * <p>What has arrived lies in {@code FILE.part}. Killed at any moment, it goes on from there the
 * next time; from another mirror too, for the sum decides at the end. The file gets its name in one
 * step, after its bytes are on the disk.
 */
final class Download {
  /** A connection that breaks is taken up again so often, as long as it brought something. */
  private static final int BREAKS = 20;

  private final PublishedFile source;
  private final Path target;
  private final Path part;
  private final FetchProgress progress;
  /** The file's length, once it is known. */
  private long length;

  private Download(PublishedFile source, Path folder, FetchProgress progress) {
    this.source = source;
    this.progress = progress;
    length = source.bytes();
    target = folder.resolve(source.file());
    part = folder.resolve(source.file() + ".part");
  }

  /**
   * Fetches a file into a folder, unless it is there.
   *
   * @param byHand what to do when no mirror gives it, for the message
   * @return the file, whose sum is right
   * @throws DataException if no mirror gives it, or it cannot be written
   */
  static Path fetch(PublishedFile source, Path folder, String byHand, FetchProgress progress) {
    Download download = new Download(source, folder, progress);
    try {
      if (!source.matches(download.target)) {
        download.fromAnyMirror(byHand);
        Files.move(
            download.part,
            download.target,
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new DataException("cannot write %s: %s".formatted(download.part, e.getMessage()), e);
    }
    return download.target;
  }

  private void fromAnyMirror(String byHand) throws IOException {
    List<String> failures = new ArrayList<>();
    if (Files.exists(target)) {
      failures.add("%s (is another file: %,d bytes, SHA-256 %s)"
          .formatted(target, Files.size(target), Sha256.of(target)));
    }
    try (FileChannel out =
        FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (URI mirror : source.mirrors()) {
        try {
          from(mirror, out);
          out.force(true);
          return;
        } catch (NetworkException e) {
          failures.add("%s (%s)".formatted(mirror, e.getMessage()));
        }
      }
    }
    throw new DataException(
        "could not get %s: %s; %s".formatted(source.file(), String.join(", ", failures), byHand));
  }

  private void from(URI mirror, FileChannel out) throws IOException, NetworkException {
    for (int breaks = 0; length == PublishedFile.UNKNOWN || out.size() != length; breaks++) {
      long before = out.size();
      try {
        receive(mirror, out);
      } catch (NothingLeft e) {
        endOrBeginAgain(e, out);
      } catch (NetworkException e) {
        if (out.size() <= before || breaks >= BREAKS) {
          throw e;
        }
      }
    }
    String sum = Sha256.of(part);
    if (!sum.startsWith(source.sha256())) {
      // Nothing tells which of its bytes are right.
      out.truncate(0);
      throw new NetworkException("gave another file: SHA-256 %s, expected %s%s"
          .formatted(sum, source.sha256(), source.sha256().length() < 64 ? "..." : ""));
    }
  }

  /**
   * Killed after its last byte, a file of a length that was not known is whole all the same; what
   * is longer than the server's file is no part of it, and is asked for once more from its start.
   */
  private void endOrBeginAgain(NothingLeft answer, FileChannel out)
      throws IOException, NetworkException {
    if (length != PublishedFile.UNKNOWN) throw answer;
    if (out.size() == answer.total) length = answer.total;
    else out.truncate(0);
  }

  private void receive(URI mirror, FileChannel out) throws IOException, NetworkException {
    if (length != PublishedFile.UNKNOWN && out.size() > length) {
      out.truncate(0);
    }
    try (HttpRange in = HttpRange.open(mirror, out.size())) {
      if (in.firstByte() > out.size()) {
        throw new NetworkException(
            "gave the bytes from %,d on, asked for %,d".formatted(in.firstByte(), out.size()));
      }
      if (length == PublishedFile.UNKNOWN) length = in.total();
      out.truncate(in.firstByte()).position(in.firstByte());
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        append(out, ByteBuffer.wrap(buffer, 0, n));
      }
      if (length == PublishedFile.UNKNOWN) length = out.size();
      if (out.size() < length) {
        throw new NetworkException("ended after %,d of %,d bytes".formatted(out.size(), length));
      }
    }
  }

  private void append(FileChannel out, ByteBuffer bytes) throws IOException, NetworkException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
    if (length != PublishedFile.UNKNOWN && out.size() > length) {
      out.truncate(0);
      throw new NetworkException("gave more than %,d bytes".formatted(length));
    }
    progress.at(source.file(), out.size(), Math.max(length, out.size()));
  }
}
