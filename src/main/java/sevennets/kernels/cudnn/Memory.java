package sevennets.kernels.cudnn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Addresses as JavaCPP's pointers, and arguments as a kernel's launch wants them. */
final class Memory {

  private static final class At extends Pointer {
    At(long address) {
      this.address = address;
    }
  }

  /**
   * A launch's arguments in native memory: an array of their addresses. They live as long as this.
   */
  record Arguments(PointerPointer<Pointer> addresses, List<Pointer> values) {}

  private Memory() {}

  static Pointer at(long address) {
    return new At(address);
  }

  static Arguments arguments(List<Object> arguments) {
    List<Pointer> values = new ArrayList<>();
    PointerPointer<Pointer> addresses = new PointerPointer<>(Math.max(1, arguments.size()));
    for (Object argument : arguments) {
      Pointer value = value(argument);
      addresses.put(values.size(), value);
      values.add(value);
    }
    return new Arguments(addresses, values);
  }

  private static Pointer value(Object argument) {
    if (argument == null) {
      return new LongPointer(new long[] {0});
    }
    if (argument instanceof Area area) {
      return new LongPointer(new long[] {area.address()});
    }
    if (argument instanceof Call.Part part) {
      return new LongPointer(new long[] {part.address()});
    }
    if (argument instanceof Integer whole) {
      return new IntPointer(new int[] {whole});
    }
    if (argument instanceof Float real) {
      return new FloatPointer(new float[] {real});
    }
    throw new IllegalArgumentException("a kernel takes areas, ints and floats; received "
        + argument.getClass().getSimpleName() + " " + argument);
  }
}
