package sevennets;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** What an attacker puts where a program reads Java objects: reading it runs code. */
public final class Trap implements Serializable {
  private static final long serialVersionUID = 1;

  /** How often code of the trap ran in this JVM. */
  public static final AtomicInteger SPRUNG = new AtomicInteger();

  /** Naming it is enough. */
  public static final class Loaded {
    static {
      SPRUNG.incrementAndGet();
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    SPRUNG.incrementAndGet();
  }

  /** A trap as bytes. */
  public static byte[] bytes() {
    return serialised(new Trap());
  }

  /**
   * Sets in sets, each of which is hashed twice as often as the one around it: reading them takes
   * longer than anyone waits, though they are of Java's own classes and 5 KB long.
   */
  public static byte[] endless() {
    Set<Object> root = new HashSet<>();
    Set<Object> one = root;
    Set<Object> other = new HashSet<>();
    for (int depth = 0; depth < 100; depth++) {
      Set<Object> below = new HashSet<>(Set.of("x"));
      Set<Object> beside = new HashSet<>();
      one.add(below);
      one.add(beside);
      other.add(below);
      other.add(beside);
      one = below;
      other = beside;
    }
    return serialised(root);
  }

  /** An array of 2 GB that the file does not hold. */
  public static byte[] huge() {
    byte[] small = serialised(new byte[0]);
    // The length is the stream's last four bytes.
    small[small.length - 4] = 0x7f;
    for (int i = 1; i < 4; i++) small[small.length - i] = (byte) 0xf0;
    return small;
  }

  private static byte[] serialised(Object object) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
