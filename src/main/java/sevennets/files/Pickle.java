package sevennets.files;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pickle read as data. Python runs what a pickle names; here a name is only a name: an object is
 * what {@link Objects#make} says of it, or {@link Inert}, and no code of the file is ever run.
 *
 * <p>Strings, numbers and containers become Java's; tuples, lists and sets become lists. All
 * opcodes of protocols 0 to 5 are understood but for those that point outside of the file.
 *
 * <pre>{@code
 * Pickle.Objects none = new Pickle.Objects() {
 *   public Object make(Pickle.Global what, List<Object> arguments) {
 *     return null;  // not known: it becomes an Inert, and nothing is run
 *   }
 *
 *   public Object persistent(Object id) {
 *     return id;
 *   }
 * };
 * try (var in = Files.newInputStream(folder.resolve("labels.pkl"))) {
 *   Object labels = Pickle.read(in, none);
 * }
 * }</pre>
 */
public final class Pickle {

  /** A class or function that the pickle names. */
  public record Global(String module, String name) {
    @Override
    public String toString() {
      return module + "." + name;
    }
  }

  /** An object that nothing here knows: what it was given, kept and not looked at. */
  public static final class Inert {
    public final String what;
    public final Map<Object, Object> items = new LinkedHashMap<>();
    public Object state;

    public Inert(Object what) {
      // A list may hold itself, or one list so often that its words would fill the memory.
      this.what = what instanceof Global || what instanceof String ? what.toString() : "an object";
    }
  }

  /** What is made of the objects that the reader of a pickle knows. */
  public interface Objects {
    /** The result of calling {@code what}; null for one that is not known. */
    Object make(Global what, List<Object> arguments);

    /** What a persistent id stands for. */
    Object persistent(Object id);
  }

  /** Ten times those of the largest checkpoint; each takes up to a hundred bytes of memory. */
  private static final int MOST_PARTS = 2_000_000;

  private final InputStream in;
  private final Objects objects;
  private final ArrayList<Object> stack = new ArrayList<>();
  private final Deque<Integer> marks = new ArrayDeque<>();
  private final Map<Integer, Object> memo = new HashMap<>();

  private Pickle(InputStream in, Objects objects) {
    this.in = in;
    this.objects = objects;
  }

  /**
   * Reads one pickle; the stream then stands right behind it.
   *
   * @throws IllegalArgumentException if it is not a pickle, or a damaged one
   */
  public static Object read(InputStream in, Objects objects) throws IOException {
    try {
      return new Pickle(in, objects).run();
    } catch (EOFException cut) {
      throw new IllegalArgumentException("the pickle ends early: was it cut short?", cut);
    } catch (IndexOutOfBoundsException
        | ClassCastException
        | NumberFormatException
        | NullPointerException damaged) {
      throw new IllegalArgumentException("the pickle is damaged", damaged);
    }
  }

  private Object run() throws IOException {
    int parts = 0;
    for (int op = u1(); op != '.'; op = u1()) {
      if (++parts > MOST_PARTS)
        throw new IllegalArgumentException(
            "the pickle has more than %,d parts".formatted(MOST_PARTS));
      if (!literal(op) && !container(op) && !object(op) && !memory(op)) {
        throw new IllegalArgumentException("the pickle has an unknown opcode 0x%02x".formatted(op));
      }
    }
    return pop();
  }

  /** None, truth values, numbers, strings and bytes. */
  private boolean literal(int op) throws IOException {
    switch (op) {
      case 'N' -> push(null);
      case 0x88 -> push(true);
      case 0x89 -> push(false);
      case 'I', 'L' -> push(number(line()));
      case 'J' -> push((long) (int) little(4));
      case 'K' -> push((long) u1());
      case 'M' -> push(little(2));
      case 0x8a -> push(twosComplement(u1()));
      case 0x8b -> push(twosComplement(little(4)));
      case 'F' -> push(Double.valueOf(line()));
      case 'G' -> push(ByteBuffer.wrap(bytes(8)).getDouble());
      case 'S', 'V' -> push(line());
      case 'X' -> push(text(little(4)));
      case 0x8c -> push(text(u1()));
      case 'T' -> push(textOrBytes(little(4)));
      case 'U' -> push(textOrBytes(u1()));
      case 0x8d -> push(text(little(8)));
      case 'C' -> push(bytes(u1()));
      case 'B' -> push(bytes(little(4)));
      case 0x8e, 0x96 -> push(bytes(little(8)));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int op) {
    switch (op) {
      case '(' -> marks.push(stack.size());
      case '0' -> pop();
      case '1' -> sinceMark();
      case '2' -> push(top());
      case ']', ')', 0x8f -> push(new ArrayList<>());
      case 'l', 't', 0x91 -> push(sinceMark());
      case 0x85 -> push(last(1));
      case 0x86 -> push(last(2));
      case 0x87 -> push(last(3));
      case 'a' -> append(last(1));
      case 'e', 0x90 -> append(sinceMark());
      case '}' -> push(new LinkedHashMap<>());
      case 'd' -> {
        List<Object> entries = sinceMark();
        push(new LinkedHashMap<>());
        put(entries);
      }
      case 's' -> put(last(2));
      case 'u' -> put(sinceMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  /** What names classes and calls them. */
  private boolean object(int op) throws IOException {
    switch (op) {
      case 'c' -> push(new Global(line(), line()));
      case 0x93 -> {
        List<Object> names = last(2);
        push(new Global((String) names.get(0), (String) names.get(1)));
      }
      case 'R', 0x81 -> {
        List<Object> call = last(2);
        push(made(call.get(0), call.get(1)));
      }
      case 0x92 -> {
        List<Object> call = last(3);
        push(made(call.get(0), call.get(1)));
      }
      case 'o' -> {
        List<Object> call = sinceMark();
        push(made(call.get(0), call.subList(1, call.size())));
      }
      case 'i' -> {
        Global what = new Global(line(), line());
        push(made(what, sinceMark()));
      }
      case 'b' -> {
        Object state = pop();
        if (top() instanceof Inert inert) inert.state = state;
      }
      case 'P' -> push(objects.persistent(line()));
      case 'Q' -> push(objects.persistent(pop()));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** The memo, and what frames a pickle. */
  private boolean memory(int op) throws IOException {
    switch (op) {
      case 0x80 -> u1();
      case 0x95 -> bytes(8);
      case 'p' -> memo.put(Integer.valueOf(line()), top());
      case 'q' -> memo.put(u1(), top());
      case 'r' -> memo.put((int) little(4), top());
      case 0x94 -> memo.put(memo.size(), top());
      case 'g' -> push(remembered(Integer.parseInt(line())));
      case 'h' -> push(remembered(u1()));
      case 'j' -> push(remembered((int) little(4)));
      default -> {
        return false;
      }
    }
    return true;
  }

  @SuppressWarnings("unchecked")
  private Object made(Object what, Object arguments) {
    Object known = what instanceof Global global && arguments instanceof List<?>
        ? objects.make(global, (List<Object>) arguments)
        : null;
    return known != null ? known : new Inert(what);
  }

  @SuppressWarnings("unchecked")
  private void append(List<Object> more) {
    if (top() instanceof List<?> list) ((List<Object>) list).addAll(more);
  }

  /**
   * Into a dict, or what stands for one. A key that is no string and no number cannot be asked for
   * here, and hashing it could take for ever.
   */
  @SuppressWarnings("unchecked")
  private void put(List<Object> keysAndValues) {
    Map<Object, Object> map =
        top() instanceof Inert inert ? inert.items : (Map<Object, Object>) top();
    for (int i = 0; i + 1 < keysAndValues.size(); i += 2) {
      Object key = keysAndValues.get(i);
      boolean plain = key instanceof String || key instanceof Number || key instanceof Boolean;
      map.put(plain ? key : new Inert("a key"), keysAndValues.get(i + 1));
    }
  }

  private Object remembered(int index) {
    if (!memo.containsKey(index))
      throw new IllegalArgumentException("the pickle asks for what it never kept");
    return memo.get(index);
  }

  private void push(Object value) {
    stack.add(value);
  }

  private Object pop() {
    return stack.remove(stack.size() - 1);
  }

  private Object top() {
    return stack.get(stack.size() - 1);
  }

  private List<Object> last(int count) {
    return cut(stack.size() - count);
  }

  private List<Object> sinceMark() {
    if (marks.isEmpty()) throw new IllegalArgumentException("the pickle has no mark to go back to");
    return cut(marks.pop());
  }

  private List<Object> cut(int from) {
    List<Object> tail = stack.subList(from, stack.size());
    List<Object> values = new ArrayList<>(tail);
    tail.clear();
    return values;
  }

  private int u1() throws IOException {
    int value = in.read();
    if (value < 0) throw new EOFException();
    return value;
  }

  private long little(int count) throws IOException {
    byte[] eight = new byte[8];
    System.arraycopy(bytes(count), 0, eight, 0, count);
    return ByteBuffer.wrap(eight).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  /** Memory is taken as the bytes arrive: a length that the file only claims costs nothing. */
  private byte[] bytes(long count) throws IOException {
    if (count < 0 || count > Integer.MAX_VALUE - 8)
      throw new IllegalArgumentException("the pickle claims a string of " + count + " bytes");
    byte[] bytes = in.readNBytes((int) count);
    if (bytes.length < count) throw new EOFException();
    return bytes;
  }

  private String text(long count) throws IOException {
    return new String(bytes(count), StandardCharsets.UTF_8);
  }

  /** Python 2's strings, which hold an array's bytes as well as text: text is what ASCII is. */
  private Object textOrBytes(long count) throws IOException {
    byte[] bytes = bytes(count);
    for (byte each : bytes) {
      if (each < 0) return bytes;
    }
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = u1(); c != '\n'; c = u1()) line.append((char) c);
    return line.toString();
  }

  private static Object number(String line) {
    if (line.equals("00")) return false;
    if (line.equals("01")) return true;
    String digits = line.endsWith("L") ? line.substring(0, line.length() - 1) : line;
    return digits.length() > 18 ? new Inert("a long number") : Long.valueOf(digits);
  }

  private Object twosComplement(long count) throws IOException {
    byte[] bytes = bytes(count);
    if (bytes.length == 0) return 0L;
    for (int i = 0, j = bytes.length - 1; i < j; i++, j--) {
      byte swapped = bytes[i];
      bytes[i] = bytes[j];
      bytes[j] = swapped;
    }
    BigInteger value = new BigInteger(bytes);
    return value.bitLength() < 64 ? value.longValue() : value;
  }
}
