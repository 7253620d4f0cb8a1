package sevennets.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import sevennets.models.Models;
import sevennets.models.Variant;

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
  void whoGradesIsToldOfEveryExerciseThatIsNotRight() {
    Check.key(901, () -> 54);
    assertThatThrownBy(() -> Check.require(901)).hasMessage("exercise 901 has no answer");
    for (Object wrong : new Object[] {55, null}) {
      Check.answer(901, wrong);
      assertThatThrownBy(() -> Check.require(901)).hasMessage("exercise 901 is not right: answer");
    }
    Check.answer(901, 54);
    assertThatCode(() -> Check.require(901)).doesNotThrowAnyException();

    Variant net = Models.get("resnet20_cifar");
    Check.block(902, net, "layer1.1", x -> x.relu("relu"));
    Check.block(902, net, "layer1.2", x -> {
      throw new UnsupportedOperationException();
    });
    assertThatThrownBy(() -> Check.require(902))
        .hasMessage("exercise 902 is not right: layer1.1, layer1.2");
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

  @Test
  void aKeyTellsAKnownMistakeByHowMuchAndWhy() {
    Check.key(2, () -> 2_752L).when(2_560, "the batch norms have parameters too");
    assertThat(Check.answered(2, 2_752)).isEqualTo("\u2713 exercise 2: 2,752 is right");
    assertThat(Check.answered(2, 2_560))
        .isEqualTo(
            "exercise 2: 2,560 is not it yet, it is too small by 192: the batch norms have parameters too");
    assertThat(Check.answered(2, 2_751))
        .as("a count is exact, and its error is not told")
        .isEqualTo("exercise 2: 2,751 is not it yet, it is a little too small");
    assertThat(Check.answered(2, 9_000))
        .isEqualTo("exercise 2: 9,000 is not it yet, it is too large");
  }

  @Test
  void aFractionMayBeRounded() {
    Check.key(4, () -> 0.64839);
    assertThat(Check.answered(4, 0.648)).isEqualTo("\u2713 exercise 4: 0.6484 is right");
    assertThat(Check.answered(4, 0.65)).endsWith("it is a little too large");
  }

  @Test
  void aWordIsRightWhateverItsCapitalsAndAKnownMistakeIsTold() {
    Check.key(3, () -> "residual").when("plain", "that one has no shortcut");
    assertThat(Check.answered(3, " Residual")).isEqualTo("\u2713 exercise 3: 'residual' is right");
    assertThat(Check.answered(3, "plain"))
        .isEqualTo("exercise 3: 'plain' is not it yet, that one has no shortcut");
    assertThat(Check.answered(3, "both")).isEqualTo("exercise 3: 'both' is not it yet");
  }

  @Test
  void anExerciseWithoutAnswerOrKeySaysWhatToDo() {
    assertThat(Check.answered(2, null))
        .isEqualTo("exercise 2: put your answer in the place of null");
    assertThat(Check.answered(77, 1))
        .isEqualTo(
            "exercise 77 has no key yet: run the folded cell above the first exercise; in a lecturer's copy without keys, hand your answer in");
  }

  @Test
  void aMistakeThatIsTakenForRightFailsTheRehearsal() {
    Check.key(9, () -> 5).when(5, "no mistake at all");
    try {
      assertThatThrownBy(Check::rehearse)
          .hasMessageContaining("the key of exercise 9 does not tell the mistake 5");
    } finally {
      Check.key(9, () -> 5);
    }
    assertThatCode(Check::rehearse).doesNotThrowAnyException();
  }

  @Test
  void aPredictionIsToldWithItsError() {
    assertThat(new Guess("parameters added", 0, 2_752).line())
        .isEqualTo("parameters added: 0; your guess: 2752 (too high by 2752)");
    assertThat(new Guess("ratio", 150.2, 10).line())
        .isEqualTo("ratio: 150.2; your guess: 10 (too low, by a factor of 15)");
    assertThat(new Guess("accuracy", 0.93, 0.92).line())
        .isEqualTo("accuracy: 0.93; your guess: 0.92 (close, too low by 0.01)");
    assertThat(new Guess("accuracy", 0.93, 92.0)).isEqualTo(new Guess("accuracy", 0.93, 0.92));
    assertThat(new Guess("ratio", 0.93, 2.0).guess()).isEqualTo(2.0);
    assertThat(new Guess("which", "plain", "residual").line())
        .isEqualTo("which: plain; your guess: residual (wrong)");
    assertThat(new Guess("which", "plain", null).line())
        .isEqualTo("which: plain; your guess: none");
  }

  @Test
  void theRecapBeginsWithTheGuessThatWasFarthestOff() {
    Check.predicted("a", 100, 90);
    Check.predicted("b", 100, 1);
    Check.predicted("c", "x", "y", "x", "y");
    Check.predicted("d", 5, null);
    assertThat(Notebook.guesses().stringColumn("question").asList()).containsExactly("b", "c", "a");
  }

  @Test
  void aGuessThatIsNoChoiceIsLeftOut() {
    Check.predicted("e", "x", "neither", "x", "y");
    assertThat(Check.guesses()).contains(new Guess("e", "x", null));
    assertThatThrownBy(() -> Check.predicted("f", "z", "x", "x", "y"))
        .hasMessage("'z' was found of 'f', and the choices are [x, y]");
  }
}
