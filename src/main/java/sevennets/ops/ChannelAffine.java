package sevennets.ops;

import java.util.List;

/**
 * Each channel times a learnt number, plus another: what makes LeNet-5's subsampling trainable
 * (LeCun et al. 1998, section II.B).
 */
public record ChannelAffine() implements Op {

  @Override
  public Shape output(List<Shape> inputs) {
    return Require.image(type(), inputs);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    List<Integer> perChannel = List.of(inputs.get(0).channels());
    return List.of(
        new Parameter("gamma", "weight", perChannel), new Parameter("beta", "bias", perChannel));
  }

  @Override
  public void addTo(Sink sink, List<Shape> inputs) {
    sink.layer(new sevennets.layers.ChannelAffine(inputs.get(0).channels()));
  }
}
