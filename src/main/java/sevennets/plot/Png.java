package sevennets.plot;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * PNG bytes, small: a notebook stores every figure as text. Java's writer filters the rows of a
 * picture with a palette as if the numbers of its colours were brightnesses, which makes the file a
 * fifth larger and can't be switched off; such a picture is therefore written here.
 */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 137, 'P', 'N', 'G', 13, 10, 26, 10};
  private static final byte[] EIGHT_BITS_OF_A_PALETTE = {8, 3, 0, 0, 0};

  private Png() {}

  static byte[] encode(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (image.getColorModel() instanceof IndexColorModel palette) {
        writeIndexed(image, palette, bytes);
      } else {
        writeColours(image, bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void writeIndexed(
      BufferedImage image, IndexColorModel palette, ByteArrayOutputStream bytes)
      throws IOException {
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(SIGNATURE);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream sizes = new DataOutputStream(header);
    sizes.writeInt(image.getWidth());
    sizes.writeInt(image.getHeight());
    sizes.write(EIGHT_BITS_OF_A_PALETTE);
    chunk(out, "IHDR", header.toByteArray());
    chunk(out, "PLTE", colours(palette));
    chunk(out, "IDAT", deflated(image));
    chunk(out, "IEND", new byte[0]);
  }

  private static byte[] colours(IndexColorModel palette) {
    byte[] colours = new byte[3 * palette.getMapSize()];
    for (int i = 0; i < palette.getMapSize(); i++) {
      colours[3 * i] = (byte) palette.getRed(i);
      colours[3 * i + 1] = (byte) palette.getGreen(i);
      colours[3 * i + 2] = (byte) palette.getBlue(i);
    }
    return colours;
  }

  /** The rows one after the other, each behind a zero: not filtered. */
  private static byte[] deflated(BufferedImage image) throws IOException {
    int width = image.getWidth();
    int[] row = new int[width];
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
      for (int y = 0; y < image.getHeight(); y++) {
        image.getRaster().getPixels(0, y, width, 1, row);
        out.write(0);
        for (int index : row) {
          out.write(index);
        }
      }
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void chunk(DataOutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    out.writeInt(data.length);
    out.write(name);
    out.write(data);
    out.writeInt((int) sum.getValue());
  }

  private static void writeColours(BufferedImage image, ByteArrayOutputStream bytes)
      throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ImageWriteParam param = writer.getDefaultWriteParam();
    param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    param.setCompressionQuality(0); // of a lossless format: the smallest file
    try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(image, null, null), param);
    } finally {
      writer.dispose();
    }
  }
}
