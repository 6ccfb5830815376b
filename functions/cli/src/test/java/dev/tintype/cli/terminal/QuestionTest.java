package dev.tintype.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionTest {

  @ParameterizedTest
  @CsvSource({"y,true", "' YES ',true", "n,false", "'',false", "yesterday,false", ",false"})
  void onlyYesIsAYes(String answer, boolean isAgreed) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BufferedReader answers = new BufferedReader(new StringReader(answer == null ? "" : answer));
    Question question = new Question(answers, new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(question.isAgreed("Erase 2 images?")).isEqualTo(isAgreed);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("Erase 2 images? [y/N] ");
  }
}
