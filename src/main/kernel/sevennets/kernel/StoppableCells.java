package sevennets.kernel;

import java.util.Arrays;
import jdk.jshell.spi.ExecutionControl;

/** What loads and runs a cell's classes, with loops that can be stopped. */
final class StoppableCells implements ExecutionControl {
  private final ExecutionControl wrapped;

  StoppableCells(ExecutionControl wrapped) {
    this.wrapped = wrapped;
  }

  private static ClassBytecodes[] stoppable(ClassBytecodes[] classes) {
    return Arrays.stream(classes)
        .map(it -> new ClassBytecodes(it.name(), Loops.stoppable(it.bytecodes())))
        .toArray(ClassBytecodes[]::new);
  }

  @Override
  public void load(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    wrapped.load(stoppable(classes));
  }

  @Override
  public void redefine(ClassBytecodes[] classes)
      throws ClassInstallException, NotImplementedException, EngineTerminationException {
    wrapped.redefine(stoppable(classes));
  }

  @Override
  public String invoke(String className, String methodName)
      throws RunException, EngineTerminationException, InternalException {
    return wrapped.invoke(className, methodName);
  }

  @Override
  public String varValue(String className, String varName)
      throws RunException, EngineTerminationException, InternalException {
    return wrapped.varValue(className, varName);
  }

  @Override
  public void addToClasspath(String path) throws EngineTerminationException, InternalException {
    wrapped.addToClasspath(path);
  }

  @Override
  public void stop() throws EngineTerminationException, InternalException {
    wrapped.stop();
  }

  @Override
  public Object extensionCommand(String command, Object argument)
      throws RunException, EngineTerminationException, InternalException {
    return wrapped.extensionCommand(command, argument);
  }

  @Override
  public void close() {
    wrapped.close();
  }
}
