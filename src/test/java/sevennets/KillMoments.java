package sevennets;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What {@code kill -9} leaves, at every moment that matters: a file system that copies a folder
 * before and after each change of a name in it. A process that is killed loses what it had not
 * handed to the system, and so does a copy; so each copy is the folder as a kill would leave it,
 * and no process need be started to make it.
 *
 * <p>Names decide: a file is written beside its place and then has its name or has it not.
 */
public final class KillMoments {
  private final Path real;
  private final Path copies;
  private final List<Path> taken = new ArrayList<>();
  private final Provider provider = new Provider();
  private final Watching system = new Watching();

  /**
   * @param folder that is watched
   * @param copies where its copies go
   */
  public KillMoments(Path folder, Path copies) throws IOException {
    this.real = Files.createDirectories(folder).toRealPath();
    this.copies = Files.createDirectories(copies);
  }

  /** The folder as its users should name it, in order to be watched. */
  public Path folder() {
    return watched(real);
  }

  /** The folder as each kill would leave it, in order of time. */
  public List<Path> copies() {
    return List.copyOf(taken);
  }

  private void copy(String why) throws IOException {
    Path copy = copies.resolve("%03d-%s".formatted(taken.size() + 1, why));
    try (Stream<Path> all = Files.walk(real)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Files.copy(
            path,
            copy.resolve(real.relativize(path).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    taken.add(copy);
  }

  private interface Change {
    void make() throws IOException;
  }

  private void around(String what, Path path, Change change) throws IOException {
    String name = what + "-" + path.getFileName();
    copy("before-" + name);
    change.make();
    copy("after-" + name);
  }

  private Path watched(Path path) {
    return path == null
        ? null
        : (Path) Proxy.newProxyInstance(
            KillMoments.class.getClassLoader(),
            new Class<?>[] {Path.class, Watched.class},
            (proxy, method, arguments) -> call(path, method, arguments));
  }

  /** Tells our paths from others. */
  private interface Watched {
    Path sevennetsReal();
  }

  private Object call(Path path, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "sevennetsReal":
        return path;
      case "getFileSystem":
        return system;
      case "iterator":
        return StreamSupport.stream(path.spliterator(), false)
            .map(this::watched)
            .iterator();
      default:
        Object[] given = arguments == null ? new Object[0] : arguments.clone();
        for (int i = 0; i < given.length; i++) {
          if (given[i] instanceof Path other) given[i] = real(other);
        }
        try {
          Object result = method.invoke(path, given);
          return result instanceof Path other ? watched(other) : result;
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
    }
  }

  private static Path real(Path path) {
    return path instanceof Watched watched ? watched.sevennetsReal() : path;
  }

  private final class Provider extends FileSystemProvider {
    @Override
    public String getScheme() {
      return "killed";
    }

    @Override
    public void move(Path from, Path to, CopyOption... options) throws IOException {
      around("rename-to", to, () -> Files.move(real(from), real(to), options));
    }

    @Override
    public void delete(Path path) throws IOException {
      around("delete", path, () -> Files.delete(real(path)));
    }

    @Override
    public boolean deleteIfExists(Path path) throws IOException {
      if (!Files.exists(real(path), LinkOption.NOFOLLOW_LINKS)) return false;
      delete(path);
      return true;
    }

    @Override
    public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
      Files.createDirectory(real(path), attributes);
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      return Files.newByteChannel(real(path), options, attributes);
    }

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      return FileChannel.open(real(path), options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
      DirectoryStream<Path> entries =
          Files.newDirectoryStream(real(folder), entry -> filter.accept(watched(entry)));
      return new DirectoryStream<>() {
        @Override
        public Iterator<Path> iterator() {
          return StreamSupport.stream(entries.spliterator(), false)
              .map(KillMoments.this::watched)
              .iterator();
        }

        @Override
        public void close() throws IOException {
          entries.close();
        }
      };
    }

    @Override
    public void copy(Path from, Path to, CopyOption... options) throws IOException {
      Files.copy(real(from), real(to), options);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
      return Files.isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return Files.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return Files.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      real.getFileSystem().provider().checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      return Files.getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      return Files.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
        throws IOException {
      return Files.readAttributes(real(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
        throws IOException {
      Files.setAttribute(real(path), name, value, options);
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      return system;
    }

    @Override
    public Path getPath(URI uri) {
      return watched(Path.of(uri));
    }
  }

  private final class Watching extends FileSystem {
    @Override
    public FileSystemProvider provider() {
      return provider;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public String getSeparator() {
      return real.getFileSystem().getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
      return List.of(watched(real.getRoot()));
    }

    @Override
    public Iterable<FileStore> getFileStores() {
      return real.getFileSystem().getFileStores();
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
      return real.getFileSystem().supportedFileAttributeViews();
    }

    @Override
    public Path getPath(String first, String... more) {
      return watched(Path.of(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String pattern) {
      PathMatcher matcher = real.getFileSystem().getPathMatcher(pattern);
      return path -> matcher.matches(real(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
      return real.getFileSystem().getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
      throw new UnsupportedOperationException();
    }
  }
}
