package sevennets.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Element;

/**
 * The first picture of a GIF on its screen: it may be smaller than the screen, and Pillow gives the
 * screen.
 */
final class GifScreen {
  private static final String STREAM = "javax_imageio_gif_stream_1.0";
  private static final String IMAGE = "javax_imageio_gif_image_1.0";

  private GifScreen() {}

  static BufferedImage of(ImageReader reader, BufferedImage picture) throws IOException {
    Element screen = node(reader.getStreamMetadata(), STREAM, "LogicalScreenDescriptor");
    Element place = node(reader.getImageMetadata(0), IMAGE, "ImageDescriptor");
    if (screen == null || place == null) {
      return picture;
    }
    int left = number(place, "imageLeftPosition");
    int top = number(place, "imageTopPosition");
    int width = Math.max(number(screen, "logicalScreenWidth"), left + picture.getWidth());
    int height = Math.max(number(screen, "logicalScreenHeight"), top + picture.getHeight());
    if (width == picture.getWidth() && height == picture.getHeight()) {
      return picture;
    }
    ImageLimits.requirePixels(width, height);
    ImageLimits.requireWhole(width, height, 1);
    WritableRaster whole = picture.getRaster().createCompatibleWritableRaster(width, height);
    int ground = background((IndexColorModel) picture.getColorModel());
    for (int y = 0; ground != 0 && y < height; y++) {
      for (int x = 0; x < width; x++) {
        whole.setSample(x, y, 0, ground);
      }
    }
    whole.setRect(left, top, picture.getRaster());
    return new BufferedImage(picture.getColorModel(), whole, false, null);
  }

  /** The transparent colour, if there is one; else the palette's first. */
  private static int background(IndexColorModel palette) {
    return Math.max(0, palette.getTransparentPixel());
  }

  private static Element node(IIOMetadata metadata, String format, String name) {
    if (metadata == null) {
      return null;
    }
    return (Element) ((IIOMetadataNode) metadata.getAsTree(format))
        .getElementsByTagName(name)
        .item(0);
  }

  private static int number(Element element, String attribute) {
    return Integer.parseInt(element.getAttribute(attribute));
  }
}
