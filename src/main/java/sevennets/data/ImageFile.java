package sevennets.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import sevennets.files.Bytes;
import sevennets.files.DataException;

/**
 * Image files (JPEG, PNG, GIF, BMP, TIFF, WebP) as numbers; which of them a file is, its content
 * says and not its name.
 *
 * <p>All that reads images reads them here: training, evaluation, prediction and notebooks.
 *
 * <pre>{@code
 * Image photo = ImageFile.read(Path.of("cat.jpg"));  // JPEG, PNG, GIF, BMP, WebP
 * }</pre>
 */
public final class ImageFile {
  private static final String TRUNCATED = "it is truncated, its data ends early";

  private ImageFile() {}

  /**
   * Reads a file as red, green and blue. Grey images give the same plane three times, transparency
   * is ignored, and so are colour profiles and the orientation tags of all but TIFF files, as
   * Pillow's {@code Image.open(file).convert("RGB")} and so torchvision's datasets ignore them. Of
   * several pictures the first is read.
   *
   * <p>A picture that would take more than a quarter of Java's memory is read at a whole fraction
   * of its size, as long as its shorter side keeps {@value ImageLimits#LEAST_SIDE} pixels.
   *
   * @throws DataException if it is no image that can be read, or above {@link ImageLimits}
   */
  public static Image read(Path file) {
    Image image = new Image();
    read(file, image);
    return image;
  }

  /**
   * Reads a file as {@link #read(Path)} does, and turns it as its orientation tag says, as Pillow's
   * {@code ImageOps.exif_transpose} does.
   */
  public static Image readUpright(Path file) {
    Image image = new Image();
    read(file, image, true);
    return image;
  }

  /** Reads a file as {@link #read(Path)} does, into an image that is used again and again. */
  static void read(Path file, Image into) {
    read(file, into, false);
  }

  /** As {@link #read(Path, Image)}, turned upright or not. */
  static void read(Path file, Image into, boolean upright) {
    if (!Files.isRegularFile(file)) {
      throw new DataException("there is no image " + file + instead(file));
    }
    try {
      Picture picture = decode(file);
      Orientation left = upright ? Orientation.of(file) : Orientation.UPRIGHT;
      into.show(left == Orientation.UPRIGHT ? picture : picture.turned(left));
    } catch (IOException | RuntimeException damaged) {
      // The platform's decoders meet damaged files with runtime exceptions too.
      throw unreadable(file, damaged);
    }
  }

  /** What is said of a file that could not be read. */
  static DataException unreadable(Path file, Exception damaged) {
    return new DataException("cannot read " + file + " as an image: " + inWords(damaged), damaged);
  }

  /** What a path leads to that is no file. */
  private static String instead(Path path) {
    if (Files.isDirectory(path)) {
      return ": it is a folder";
    }
    if (Files.exists(path)) {
      return ": it is a device or a pipe";
    }
    return Files.isSymbolicLink(path) ? ": it is a link that leads nowhere" : "";
  }

  private static String inWords(Exception damaged) {
    if (damaged instanceof DataException) {
      return damaged.getMessage();
    }
    if (damaged instanceof EOFException) {
      return TRUNCATED;
    }
    if (damaged instanceof AccessDeniedException) {
      return "its permissions don't allow it; change them";
    }
    if (damaged instanceof FileSystemException unread && unread.getReason() != null) {
      return unread.getReason();
    }
    String message = damaged.getMessage();
    // What a decoder says is of use; what Java says of a decoder's index is not.
    return message == null || message.isBlank() || !(damaged instanceof IOException)
        ? "its data is damaged or ends early"
        : "its data is damaged or ends early (%s)".formatted(message);
  }

  /** A picture's red, green and blue, {@code 3 x H x W} in [0, 1]. */
  public static Image of(BufferedImage picture) {
    Image image = new Image();
    image.show(new Picture(picture.getRaster(), PixelColours.of(picture)));
    return image;
  }

  /** What a file is by its content; nothing if it is no image that is known. */
  static Optional<ImageFormat> format(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return ImageFormat.of(in.readNBytes(ImageFormat.HEAD));
    }
  }

  private static Picture decode(Path file) throws IOException {
    Optional<ImageFormat> format = format(file);
    if (format.filter(ImageFormat::isRead).isEmpty()) {
      throw new DataException(format
              .map(known -> "it is %s; convert it to one of ".formatted(known))
              .orElse(Files.size(file) == 0 ? "it is empty, and none of " : "it is none of ")
          + ImageFormat.readable());
    }
    if (format.get() == ImageFormat.JPEG) {
      return jpeg(Bytes.of(file));
    }
    if (format.get() == ImageFormat.WEBP) {
      return WebPFile.read(Bytes.of(file));
    }
    Optional<byte[]> mended =
        format.get() == ImageFormat.TIFF ? TiffFile.mended(file) : Optional.empty();
    try (ImageInputStream in = mended.isPresent()
        ? new MemoryCacheImageInputStream(new ByteArrayInputStream(mended.get()))
        : new FileImageInputStream(file.toFile())) {
      ImageReader reader = reader(format.get());
      try {
        reader.setInput(in, true, format.get() == ImageFormat.PNG);
        Picture picture = decode(reader, format.get());
        return format.get() == ImageFormat.TIFF
            ? picture.turned(TiffFile.orientation(file))
            : picture;
      } finally {
        reader.dispose();
      }
    }
  }

  private static ImageReader reader(ImageFormat format) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.name());
    if (!readers.hasNext()) {
      throw new IOException("this Java has no reader for " + format);
    }
    return readers.next();
  }

  private static Picture decode(ImageReader reader, ImageFormat format) throws IOException {
    ImageLimits.requirePixels(reader.getWidth(0), reader.getHeight(0));
    if (format == ImageFormat.TIFF) {
      requireWholeNumbers(reader);
    }
    ImageReadParam param = reader.getDefaultReadParam();
    int step = ImageLimits.step(
        reader.getWidth(0), reader.getHeight(0), ImageLimits.bytesPerPixel(reader));
    param.setSourceSubsampling(step, step, 0, 0);
    BufferedImage picture = reader.read(0, param);
    if (format == ImageFormat.GIF && step == 1) {
      picture = GifScreen.of(reader, picture);
    }
    return new Picture(picture.getRaster(), PixelColours.of(picture));
  }

  /** Java's reader takes floating-point numbers of 16 bits for whole ones. */
  private static void requireWholeNumbers(ImageReader reader) throws IOException {
    TIFFField format = TIFFDirectory.createFromMetadata(reader.getImageMetadata(0))
        .getTIFFField(BaselineTIFFTagSet.TAG_SAMPLE_FORMAT);
    if (format != null && format.getAsInt(0) == BaselineTIFFTagSet.SAMPLE_FORMAT_FLOATING_POINT) {
      throw new DataException(PixelColours.FLOATING_POINT);
    }
  }

  private static Picture jpeg(byte[] file) throws IOException {
    JpegHeader header = JpegHeader.of(file);
    ImageReader reader = reader(ImageFormat.JPEG);
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(header.bare()))) {
      reader.setInput(in, true, true);
      ImageLimits.requirePixels(reader.getWidth(0), reader.getHeight(0));
      ImageReadParam param = reader.getDefaultReadParam();
      int step = ImageLimits.step(reader.getWidth(0), reader.getHeight(0), header.components());
      param.setSourceSubsampling(step, step, 0, 0);
      return new Picture(reader.readRaster(0, param), JpegColours.of(header));
    } finally {
      reader.dispose();
    }
  }
}
