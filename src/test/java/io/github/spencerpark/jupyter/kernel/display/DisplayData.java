package io.github.spencerpark.jupyter.kernel.display;

import java.util.HashMap;
import java.util.Map;

/** As in IJava 1.3.0: one output in several forms. */
public final class DisplayData {
  private final Map<String, Object> data = new HashMap<>();
  private String id;

  public DisplayData(String text) {
    data.put("text/plain", text);
  }

  public void putData(String mimeType, Object value) {
    data.put(mimeType, value);
  }

  public DisplayData setDisplayId(String id) {
    this.id = id;
    return this;
  }

  public String id() {
    return id;
  }

  public Map<String, Object> data() {
    return data;
  }
}
