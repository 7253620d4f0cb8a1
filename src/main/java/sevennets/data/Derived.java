package sevennets.data;

import java.util.List;

/** A dataset made from another one: what it does not say itself is as in that one. */
interface Derived extends Dataset {
  /** What it is made from. */
  Dataset whole();

  /** The image of {@code whole} that image {@code index} is made from. */
  default int origin(int index) {
    return index;
  }

  @Override
  default List<String> classes() {
    return whole().classes();
  }

  @Override
  default int channels() {
    return whole().channels();
  }

  @Override
  default int height() {
    return whole().height();
  }

  @Override
  default int width() {
    return whole().width();
  }

  @Override
  default int size() {
    return whole().size();
  }

  @Override
  default int label(int index) {
    return whole().label(origin(index));
  }

  @Override
  default String describe(int index) {
    return whole().describe(origin(index));
  }

  @Override
  default boolean variesInSize() {
    return whole().variesInSize();
  }

  @Override
  default int border() {
    return whole().border();
  }

  @Override
  default String identity(int index) {
    return whole().identity(origin(index));
  }
}
