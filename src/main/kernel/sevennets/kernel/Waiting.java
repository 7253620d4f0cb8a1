package sevennets.kernel;

import org.dflib.jjava.jupyter.channels.ShellReplyEnvironment;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.ReplyType;
import org.dflib.jjava.jupyter.messages.reply.ExecuteReply;
import org.dflib.jjava.jupyter.messages.request.ExecuteRequest;

/**
 * Cells that wait behind one that fails or is stopped: as Jupyter's protocol asks, they are
 * answered and not run. What is sent after the failure was seen is run again.
 */
final class Waiting {
  /** Whether a message has arrived and has not been read. */
  interface Queue {
    boolean isWaiting();
  }

  private final Queue queue;
  private boolean aborting;

  Waiting(Queue queue) {
    this.queue = queue;
  }

  /** Said when a cell that stops others has failed. */
  void abort() {
    aborting = queue.isWaiting();
  }

  /** Answers a request that is not to be run, and says so. */
  boolean answered(ShellReplyEnvironment environment) {
    if (!aborting) return false;
    environment.setBusyDeferIdle();
    environment.defer().reply(new Aborted());
    aborting = queue.isWaiting();
    return true;
  }

  /** What JupyterLab takes the star away for. */
  private static final class Aborted implements ContentType<Aborted>, ReplyType<ExecuteRequest> {
    final String status = "aborted";

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"
    }) // the name of the message is all that is sent of it
    public MessageType<Aborted> getType() {
      return (MessageType) ExecuteReply.MESSAGE_TYPE;
    }

    @Override
    public MessageType<ExecuteRequest> getRequestType() {
      return ExecuteRequest.MESSAGE_TYPE;
    }
  }
}
