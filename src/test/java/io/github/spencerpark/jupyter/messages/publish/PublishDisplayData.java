package io.github.spencerpark.jupyter.messages.publish;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;

/** As in IJava 1.3.0: the message that shows an output. */
public record PublishDisplayData(DisplayData data) {}
