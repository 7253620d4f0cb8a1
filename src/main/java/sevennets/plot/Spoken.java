package sevennets.plot;

/** A chart of this library's own, which says by itself what it shows. */
interface Spoken {
  String altText();
}
