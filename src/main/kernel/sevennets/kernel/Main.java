package sevennets.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.kernel.magics.ClasspathMagic;
import org.dflib.jjava.kernel.magics.LoadMagic;
import org.dflib.jjava.kernel.magics.TimeMagic;
import org.dflib.jjava.maven.MavenDependencyResolver;
import org.dflib.jjava.maven.magics.MavenMagic;
import org.dflib.jjava.maven.magics.MavenRepoMagic;
import org.dflib.jjava.shaded.org.zeromq.ZMQ;
import sevennets.notebook.Parent;

/**
 * Starts JJava as the notebooks want it: {@code Main CONNECTION_FILE}. The libraries come, as to
 * JJava itself, in the environment variable {@code JJAVA_CLASSPATH}.
 */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) throws Exception {
    Parent.watch();
    System.setProperty(
        "java.util.logging.SimpleFormatter.format", "[%4$.1s %1$tF %1$tT.%1$tL %3$s] %5$s%n");
    MavenDependencyResolver maven = new MavenDependencyResolver();
    TimeMagic time = new TimeMagic();
    ReadersKernel kernel = new ReadersKernel.Builder()
        .name("JJava")
        .version(System.getProperty("sevennets.kernel", ""))
        .extensionsEnabled(true)
        .timeout(-1, TimeUnit.MILLISECONDS)
        .lineMagic("load", new LoadMagic())
        .lineMagic("classpath", new ClasspathMagic())
        .lineMagic("time", time)
        .cellMagic("time", time)
        .lineMagic("maven", new MavenMagic(maven))
        .lineMagic("mavenRepo", new MavenRepoMagic(maven))
        .build();
    kernel.onStartup();
    kernel.addToClasspath(System.getenv("JJAVA_CLASSPATH"));
    Connection connection =
        new Connection(KernelConnectionProperties.parse(Files.readString(Path.of(arguments[0]))));
    kernel.abortFrom(connection::isWaiting);
    kernel.becomeHandlerForConnection(connection);
    connection.connect();
    connection.waitUntilClose();
  }

  private static final class Connection extends JupyterConnection {
    Connection(KernelConnectionProperties properties) throws GeneralSecurityException {
      super(properties);
    }

    /** Asked by the thread that reads the shell's socket. */
    boolean isWaiting() {
      return (shell.getEvents() & ZMQ.Poller.POLLIN) != 0;
    }
  }
}
