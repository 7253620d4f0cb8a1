package sevennets.data;

import com.luciad.imageio.webp.WebPImageReaderSpi;
import com.luciad.imageio.webp.WebPReadParam;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * WebP files (RFC 9649), decoded by libwebp. It decodes no animation, so of one the first frame is
 * handed to it as a file of its own, and laid on the canvas.
 */
final class WebPFile {
  private static final int RIFF_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;

  private final ByteBuffer bytes;

  private WebPFile(byte[] file) {
    bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
  }

  static Picture read(byte[] file) throws IOException {
    WebPFile webp = new WebPFile(file);
    int frame = webp.chunk("ANMF", RIFF_HEADER, file.length);
    return frame < 0 ? decoded(file) : webp.firstFrame(frame);
  }

  private static Picture decoded(byte[] file) throws IOException {
    BufferedImage picture = decode(file);
    return new Picture(picture.getRaster(), PixelColours.of(picture));
  }

  private static BufferedImage decode(byte[] file) throws IOException {
    ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
    try {
      reader.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      ImageLimits.requirePixels(width, height);
      int step = ImageLimits.step(width, height, Integer.BYTES);
      WebPReadParam param = (WebPReadParam) reader.getDefaultReadParam();
      if (step > 1) {
        param.setUseScaling(true);
        param.setScaledWidth(width / step);
        param.setScaledHeight(height / step);
      }
      return reader.read(0, param);
    } finally {
      reader.dispose();
    }
  }

  /** Animations: VP8X tells the canvas, each ANMF its place on it and what is drawn there. */
  private Picture firstFrame(int frame) throws IOException {
    int extended = chunk("VP8X", RIFF_HEADER, bytes.capacity());
    int end = frame + length(frame - CHUNK_HEADER);
    int image = chunk("VP8 ", frame + FRAME_HEADER, end);
    image = image < 0 ? chunk("VP8L", frame + FRAME_HEADER, end) : image;
    if (extended < 0 || image < 0) {
      throw new IOException("its first frame holds no image");
    }
    int width = 1 + number24(extended + 4);
    int height = 1 + number24(extended + 7);
    ImageLimits.requirePixels(width, height);
    BufferedImage drawn = decode(alone(image));
    int left = 2 * number24(frame);
    int top = 2 * number24(frame + 3);
    if (drawn.getWidth() == width && drawn.getHeight() == height) {
      return new Picture(drawn.getRaster(), PixelColours.of(drawn));
    }
    ImageLimits.requireWhole(width, height, Integer.BYTES);
    if (left + drawn.getWidth() > width || top + drawn.getHeight() > height) {
      throw new IOException("its first frame reaches over its canvas");
    }
    WritableRaster canvas = drawn.getRaster().createCompatibleWritableRaster(width, height);
    canvas.setRect(left, top, drawn.getRaster());
    return new Picture(canvas, PixelColours.of(drawn));
  }

  /** One chunk as a file. */
  private byte[] alone(int image) {
    int from = image - CHUNK_HEADER;
    byte[] chunk = Arrays.copyOfRange(
        bytes.array(), from, Math.min(bytes.capacity(), image + length(from) + (length(from) & 1)));
    return ByteBuffer.allocate(RIFF_HEADER + chunk.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
        .putInt(4 + chunk.length)
        .put("WEBP".getBytes(StandardCharsets.ISO_8859_1))
        .put(chunk)
        .array();
  }

  /** Where the content of the first chunk of a name begins, or -1. */
  private int chunk(String name, int from, int end) {
    int at = from;
    while (at + CHUNK_HEADER <= Math.min(end, bytes.capacity())) {
      if (new String(bytes.array(), at, 4, StandardCharsets.ISO_8859_1).equals(name)) {
        return at + CHUNK_HEADER;
      }
      long next = (long) at + CHUNK_HEADER + length(at) + (length(at) & 1);
      at = (int) Math.min(next, Integer.MAX_VALUE - CHUNK_HEADER);
    }
    return -1;
  }

  /** Of the chunk that begins there; a length beyond the file's end is as long as the rest. */
  private int length(int chunk) {
    long length = Integer.toUnsignedLong(bytes.getInt(chunk + 4));
    return (int) Math.min(length, bytes.capacity() - chunk - CHUNK_HEADER);
  }

  private int number24(int at) throws IOException {
    if (at + 3 > bytes.capacity()) {
      throw new IOException("it ends inside a header");
    }
    return bytes.getShort(at) & 0xffff | (bytes.get(at + 2) & 0xff) << 16;
  }
}
