package sevennets.running;

import java.util.List;
import java.util.Locale;
import sevennets.claims.Ablation;
import sevennets.claims.Budget;
import sevennets.claims.Outcome;
import sevennets.claims.Trial;

/**
 * How far a sweep is.
 *
 * <pre>{@code
 * Sweep sweep = new Sweep(Ablations.get("vgg-depth"), Budget.quick(), new Store(folder));
 * Standing standing = sweep.standing();
 * System.out.println(standing.finished() + " of " + standing.all() + ", " + standing.timeLeft());
 * }</pre>
 *
 * @param ablation the claim
 * @param budget what it is tested with
 * @param outcomes of the runs that count and are finished, here or elsewhere
 * @param trials what the search for learning rates found so far; empty where there is none
 * @param finished runs, trials among them
 * @param all runs, trials among them
 * @param secondsLeft until all runs are finished; NaN until the first has ended
 */
public record Standing(
    Ablation ablation,
    Budget budget,
    List<Outcome> outcomes,
    List<Trial> trials,
    int finished,
    int all,
    double secondsLeft) {

  /** As a person would say it, or nothing where it isn't known. */
  public String timeLeft() {
    double minutes = secondsLeft / 60;
    if (Double.isNaN(minutes) || finished == all) return "";
    if (minutes < 1.5) return "about a minute left";
    return minutes < 100
        ? String.format(Locale.ROOT, "about %.0f minutes left", minutes)
        : String.format(Locale.ROOT, "about %.1f hours left", minutes / 60);
  }
}
