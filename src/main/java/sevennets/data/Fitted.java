package sevennets.data;

/** A dataset whose images were all brought to one size, whatever the whole's have. */
interface Fitted extends Derived {

  /** A border that was scaled or cut is no longer one of whole pixels that is known. */
  @Override
  default int border() {
    return 0;
  }

  @Override
  default boolean variesInSize() {
    return false;
  }
}
