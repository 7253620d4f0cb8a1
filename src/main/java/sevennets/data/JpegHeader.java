package sevennets.data;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;

/**
 * What a JPEG file says before its first scan (ITU-T T.81, annex B), and the file without the
 * segments that only describe it: colour profile, orientation, thumbnail, comments. Without them
 * every decoder gives the numbers that are stored, and none refuses a file for a description.
 *
 * @param height in pixels, 0 if it is told only after the first scan
 * @param width in pixels
 * @param components 1 grey, 3 colours, 4 inks
 * @param luminance whether three of them are a luminance and two colour differences, by the rules
 *     of libjpeg (jdapimin.c, default_decompress_parms)
 * @param bare the file up to its end marker, without the segments APP0 to APP15 and COM
 */
record JpegHeader(int height, int width, int components, boolean luminance, byte[] bare) {
  private static final int SOI = 0xd8;
  private static final int EOI = 0xd9;
  private static final int SOS = 0xda;
  private static final int COMMENT = 0xfe;
  private static final int APP0 = 0xe0;
  private static final int APP14 = 0xee;
  private static final int APP15 = 0xef;

  static JpegHeader of(byte[] file) throws IOException {
    return new Scan(file).read();
  }

  /** Goes through the segments. */
  private static final class Scan {
    private final byte[] file;
    private final ByteArrayOutputStream bare;
    private int at = 2;
    private boolean jfif;
    private int adobeTransform = -1;
    private int height;
    private int width;
    private int[] components;

    Scan(byte[] file) {
      this.file = file;
      bare = new ByteArrayOutputStream(file.length);
      bare.write(0xff);
      bare.write(SOI);
    }

    JpegHeader read() throws IOException {
      while (true) {
        int marker = marker();
        if (marker == SOS) {
          int start = at - 2;
          bare.write(file, start, end() - start);
          break;
        }
        if (marker == EOI) {
          throw new EOFException();
        }
        segment(marker);
      }
      if (components == null) {
        throw new IOException("it has no frame header");
      }
      return new JpegHeader(height, width, components.length, luminance(), bare.toByteArray());
    }

    /** The next marker; what lies before it is passed over, as libjpeg does. */
    private int marker() throws IOException {
      while (byteAt(at) != 0xff) {
        at++;
      }
      while (byteAt(at) == 0xff) {
        at++;
      }
      return byteAt(at++);
    }

    /**
     * Where the first image ends, from its first scan on. A decoder fills what is missing with grey
     * and only warns; so does one that meets harmless faults in a file that is whole.
     */
    private int end() throws IOException {
      int marker = SOS;
      while (marker != EOI) {
        if (marker == SOS || marker >= 0xc0 && !isAlone(marker)) {
          at += length();
        }
        marker = marker();
      }
      return at;
    }

    /** Restarts, and the start itself. */
    private static boolean isAlone(int marker) {
      return marker == 0x01 || marker >= 0xd0 && marker <= SOI;
    }

    private int length() throws IOException {
      int length = shortAt(at);
      if (length < 2) {
        throw new IOException("a segment of it claims %d bytes".formatted(length));
      }
      byteAt(at + length - 1);
      return length;
    }

    private void segment(int marker) throws IOException {
      if (isAlone(marker)) {
        return;
      }
      int length = length();
      if (marker >= APP0 && marker <= APP15 || marker == COMMENT) {
        describe(marker, length);
      } else {
        if (isFrame(marker)) {
          frame(length);
        }
        bare.write(file, at - 2, length + 2);
      }
      at += length;
    }

    private void describe(int marker, int length) throws IOException {
      if (marker == APP0 && length >= 16 && says("JFIF\0")) {
        jfif = true;
      } else if (marker == APP14 && length >= 14 && says("Adobe")) {
        adobeTransform = byteAt(at + 13);
      }
    }

    private void frame(int length) throws IOException {
      int count = byteAt(at + 7);
      if (length < 8 + 3 * count) {
        throw new IOException("its frame header is cut short");
      }
      height = shortAt(at + 3);
      width = shortAt(at + 5);
      components = new int[count];
      for (int c = 0; c < count; c++) {
        components[c] = byteAt(at + 8 + 3 * c);
      }
    }

    private boolean luminance() {
      if (components.length == 4) {
        return adobeTransform > 0;
      }
      if (components.length != 3 || jfif) {
        return components.length == 3;
      }
      if (adobeTransform >= 0) {
        return adobeTransform != 0;
      }
      return components[0] != 'R' || components[1] != 'G' || components[2] != 'B';
    }

    /** SOF0 to SOF15 without DHT, JPG and DAC, which lie between them. */
    private static boolean isFrame(int marker) {
      return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    private boolean says(String text) throws IOException {
      for (int i = 0; i < text.length(); i++) {
        if (byteAt(at + 2 + i) != text.charAt(i)) {
          return false;
        }
      }
      return true;
    }

    private int byteAt(int place) throws IOException {
      if (place >= file.length) {
        throw new EOFException();
      }
      return file[place] & 0xff;
    }

    private int shortAt(int place) throws IOException {
      return byteAt(place) << 8 | byteAt(place + 1);
    }
  }
}
