package sevennets.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file's sum, in lower-case hexadecimal. */
enum Digest {
  SHA256("SHA-256"),
  /** Broken as a guard against malice; some datasets were published with no other. */
  MD5("MD5");

  private final String algorithm;

  Digest(String algorithm) {
    this.algorithm = algorithm;
  }

  String of(byte[] bytes) {
    return HexFormat.of().formatHex(start().digest(bytes));
  }

  String of(Path file) throws IOException {
    MessageDigest digest = start();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private MessageDigest start() {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has " + algorithm, e);
    }
  }

  @Override
  public String toString() {
    return algorithm;
  }
}
