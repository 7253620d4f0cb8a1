package sevennets.data;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The formats of image files, told by their first bytes: names lie. Those that are recognised and
 * not read are here too, so that a message can name them.
 */
enum ImageFormat {
  JPEG(true, "jpg", "jpeg", "jpe", "jfif") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, 0xff, 0xd8, 0xff);
    }
  },
  PNG(true, "png") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n');
    }
  },
  GIF(true, "gif") {
    @Override
    boolean begins(byte[] head) {
      return says(head, 0, "GIF87a") || says(head, 0, "GIF89a");
    }
  },
  BMP(true, "bmp", "dib") {
    @Override
    boolean begins(byte[] head) {
      // Two letters begin many a text: the four reserved bytes must be 0 as well.
      return says(head, 0, "BM") && has(head, 6, 0, 0, 0, 0);
    }
  },
  TIFF(true, "tif", "tiff") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, 'I', 'I', 42, 0) || has(head, 0, 'M', 'M', 0, 42);
    }
  },
  WEBP(true, "webp") {
    @Override
    boolean begins(byte[] head) {
      return says(head, 0, "RIFF") && says(head, 8, "WEBP");
    }
  },
  HEIC(false, "heic", "heif", "hif") {
    @Override
    boolean begins(byte[] head) {
      return brand(head, "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1");
    }
  },
  AVIF(false, "avif") {
    @Override
    boolean begins(byte[] head) {
      return brand(head, "avif", "avis");
    }
  },
  JPEG_2000(false, "jp2", "j2k", "jpx") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, 0, 0, 0, 12, 'j', 'P', ' ', ' ') || has(head, 0, 0xff, 0x4f, 0xff, 0x51);
    }
  },
  JPEG_XL(false, "jxl") {
    @Override
    boolean begins(byte[] head) {
      return has(head, 0, 0, 0, 0, 12, 'J', 'X', 'L', ' ') || has(head, 0, 0xff, 0x0a);
    }
  },
  PHOTOSHOP(false, "psd", "psb") {
    @Override
    boolean begins(byte[] head) {
      return says(head, 0, "8BPS");
    }
  };

  /** As many of a file's first bytes as tell what it is. */
  static final int HEAD = 16;

  private static final List<String> READ_SUFFIXES = Arrays.stream(values())
      .filter(ImageFormat::isRead)
      .flatMap(format -> format.suffixes.stream())
      .toList();

  private final boolean read;
  private final List<String> suffixes;

  ImageFormat(boolean read, String... suffixes) {
    this.read = read;
    this.suffixes = List.of(suffixes);
  }

  abstract boolean begins(byte[] head);

  /** Whether files of this format can be read here. */
  boolean isRead() {
    return read;
  }

  /** The format of a file that begins with these bytes. */
  static Optional<ImageFormat> of(byte[] head) {
    return Arrays.stream(values()).filter(format -> format.begins(head)).findFirst();
  }

  /** Whether a file's name ends as those of images that are read do. */
  static boolean namesOne(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return READ_SUFFIXES.contains(name.substring(name.lastIndexOf('.') + 1)) && name.contains(".");
  }

  /** The formats that are read, as a sentence lists them: JPEG, PNG, ... and WebP. */
  static String readable() {
    String all = Arrays.stream(values())
        .filter(ImageFormat::isRead)
        .map(ImageFormat::toString)
        .collect(Collectors.joining(", "));
    return all.replaceFirst(", (\\S+)$", " and $1");
  }

  @Override
  public String toString() {
    return switch (this) {
      case WEBP -> "WebP";
      case JPEG_2000 -> "JPEG 2000";
      case JPEG_XL -> "JPEG XL";
      case PHOTOSHOP -> "Photoshop";
      default -> name();
    };
  }

  private static boolean has(byte[] head, int at, int... bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (head.length <= at + i || (head[at + i] & 0xff) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean says(byte[] head, int at, String text) {
    return has(head, at, text.chars().toArray());
  }

  /** ISO base media files name their brand after {@code ftyp}. */
  private static boolean brand(byte[] head, String... brands) {
    return head.length >= 12
        && says(head, 4, "ftyp")
        && List.of(brands).contains(new String(head, 8, 4, StandardCharsets.ISO_8859_1));
  }
}
