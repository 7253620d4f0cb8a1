package sevennets.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import sevennets.weights.Classifier.Answer;

class AnswersTest {
  @Test
  void aSpreadsheetFindsNoFormulaInAnswersAsCsv() {
    StringWriter out = new StringWriter();
    try (Answers answers = Answers.csv(new PrintWriter(out))) {
      answers.seen("=1+1.png", List.of(new Answer("@SUM(A1), \"all\"", 0.5)));
      answers.failed("+gone.png", "-2+3 cannot be read");
    }
    assertThat(out)
        .hasToString("file,rank,class,probability,error\r\n"
            + "'=1+1.png,1,\"'@SUM(A1), \"\"all\"\"\",0.5,\r\n"
            + "'+gone.png,,,,'-2+3 cannot be read\r\n");
  }
}
