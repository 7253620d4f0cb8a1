package sevennets.notebook;

import java.util.List;
import java.util.Locale;

/**
 * How much a notebook runs: {@code smoke} to see that every cell works, {@code quick} for two
 * processor cores and a quarter of an hour, {@code full} for the papers' own recipes on a GPU.
 *
 * <p>Chosen by the environment variable {@value #VARIABLE}, {@code quick} where there is none.
 *
 * <pre>{@code
 * int epochs = Profile.current().pick(1, 8, 30);  // of smoke, quick and full
 * }</pre>
 */
public enum Profile {
  SMOKE,
  QUICK,
  FULL;

  static final String VARIABLE = "SEVENNETS_PROFILE";

  /** The profile of this notebook's run. */
  public static Profile current() {
    return of(System.getenv().getOrDefault(VARIABLE, "quick"));
  }

  /**
   * The profile of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Profile of(String name) {
    for (Profile profile : values()) {
      if (profile.toString().equals(name.strip())) {
        return profile;
      }
    }
    throw new IllegalArgumentException(
        "%s must be one of %s, and is '%s'".formatted(VARIABLE, List.of(values()), name));
  }

  /** The value for this profile, as in {@code int epochs = profile.pick(1, 8, 90)}. */
  public <T> T pick(T smoke, T quick, T full) {
    return switch (this) {
      case SMOKE -> smoke;
      case QUICK -> quick;
      case FULL -> full;
    };
  }

  /** The name as it is written in the environment variable. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
