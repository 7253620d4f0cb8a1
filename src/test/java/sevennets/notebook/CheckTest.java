package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CheckTest {
  @Test
  void aShareIsGuessedInEitherForm() {
    assertThat(Check.guessed("the share is 0.71", 75)).endsWith("your guess: 75 (0.75)");
    assertThat(Check.guessed("the share is 71%", 0.75)).endsWith("your guess: 0.75 (75%)");
    assertThat(Check.guessed("the share is 71%", 75)).endsWith("your guess: 75");
    assertThat(Check.guessed("30 times", 75)).endsWith("your guess: 75");
  }

  @Test
  void aWrongFactFailsTheTestsAndNotTheReader() {
    assertThatThrownBy(() -> Check.exact(Profile.SMOKE, "parameters", 61_706, 61_707L))
        .hasMessage("parameters: the text says 61,706, this run found 61,707");
    assertThatCode(() -> Check.exact(Profile.QUICK, "parameters", 61_706, 61_707L))
        .doesNotThrowAnyException();
  }

  @Test
  void aRightFactPassesWhateverItsType() {
    assertThatCode(() -> Check.exact(Profile.SMOKE, "parameters", 61_706, 61_706L))
        .doesNotThrowAnyException();
    assertThatCode(() -> Check.exact(Profile.SMOKE, "table", "same", "same"))
        .doesNotThrowAnyException();
  }

  @Test
  void aTrainedFigureMayDifferByItsTolerance() {
    assertThat(Check.near("accuracy", 0.91, 0.905, 0.01)).isEqualTo("\u2713 accuracy: 0.9050");
    assertThat(Check.near("accuracy", 0.91, 0.89, 0.01))
        .isEqualTo("! accuracy: the text says 0.9100, this run found 0.8900");
  }

  @Test
  void aResultStandsBesideWhatTheReaderPredicted() {
    assertThat(Check.guessed("8.2 times fewer", 9.0)).isEqualTo("8.2 times fewer; your guess: 9.0");
    assertThat(Check.guessed("8.2 times fewer", (Object) null))
        .isEqualTo("8.2 times fewer; your guess: none");
    assertThat(Check.guessed("two and three", 2, null))
        .isEqualTo("two and three; your guesses: 2 and none");
  }

  @Test
  void anAnswerIsJudgedWithoutGivingTheSolutionAway() {
    assertThat(Check.judged("exercise 1", 150, 156))
        .isEqualTo("exercise 1: 150 is not it yet, it is too small");
    assertThat(Check.judged("exercise 1", 156, 156)).isEqualTo("\u2713 exercise 1: 156 is right");
  }

  @Test
  void withoutAnAnswerTheSolutionIsNotEvenComputed() {
    assertThatCode(() -> Check.answer("exercise 1", (Number) null, () -> {
          throw new AssertionError();
        }))
        .doesNotThrowAnyException();
  }

  @Test
  void anAnswerInWordsIsRightWhateverItsCapitals() {
    assertThat(Check.judged("exercise 3", " C3 ", "c3"))
        .isEqualTo("\u2713 exercise 3: c3 is right");
    assertThat(Check.judged("exercise 3", "c1", "c3")).isEqualTo("exercise 3: 'c1' is not it yet");
  }
}
