package dev.tintype.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.ImageId;
import dev.tintype.core.Version;
import dev.tintype.core.port.JobQueue;
import dev.tintype.core.port.JobReceiver.Delivery;
import dev.tintype.core.port.Message;
import dev.tintype.core.port.StoreUnavailable;
import dev.tintype.core.provider.Fact;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.sqs.emulator.EmulatedSqs;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

final class SqsProviderTest {

  private static final Message MESSAGE =
      new Message(
          new ImageId("01JD2Z6K7M8N9PQRSTVWXYZ012"), new Version("0123456789abcdef"), "upload");

  private final Queues queues = new Queues();

  @AfterEach
  void close() {
    queues.close();
  }

  private String url(String suffix) {
    return queues.stand().sqs().getQueueUrl(r -> r.queueName(queues.name() + suffix)).queueUrl();
  }

  @Test
  void initMakesWhatIsMissingAndLeavesTheRest() {
    String name = queues.name();
    assertThat(queues.provider().init(queues.address()))
        .containsExactly(
            "The queue " + name + "-dead was made.",
            "The queue " + name + " was made.",
            "The queue " + name + "-bulk was made.");
    queues.stand().sqs().deleteQueue(r -> r.queueUrl(url("-bulk")));
    assertThat(queues.provider().init(queues.address()))
        .containsExactly(
            "The queue " + name + "-dead is there.",
            "The queue " + name + " is there.",
            "The queue " + name + "-bulk was made.");
  }

  @Test
  void aMissingQueueIsNamed() {
    assertThatThrownBy(() -> queues.provider().queue(queues.address(), queues.opening()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "There is no queue %s in the region us-east-1: 'tintype queue init' makes it",
            queues.name());
  }

  @Test
  void aQueueOfAnotherAccountIsNotMade() {
    assertThatThrownBy(() -> queues.provider().init(queues.address() + "&account=123456789012"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in the account 123456789012: make it there");
  }

  @Test
  void aQueueWhoseDeadLettersGoElsewhereIsRefused() {
    queues.provider().init(queues.address());
    String elsewhere = EmulatedSqs.unusedName();
    var _ = queues.stand().newQueue(elsewhere, Map.of());
    String other = queues.address() + "&dead=" + elsewhere;
    assertThatThrownBy(() -> queues.provider().queue(other, queues.opening()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("The queue " + queues.name() + " has a redrive policy to ")
        .hasMessageContaining("looks for dead letters in " + elsewhere + " only");
    assertThatThrownBy(() -> queues.provider().init(other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("change the policy");
  }

  @Test
  void noCredentialsAreNamed() {
    SqsProvider nobody =
        new SqsProvider(() ->
            () -> {
              throw SdkClientException.create("none");
            });
    assertThatThrownBy(() -> nobody.queue(queues.address(), queues.opening()))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("needs credentials");
  }

  @Test
  void aServiceThatDoesNotAnswerIsUnavailable() {
    String nowhere = "sqs://jobs?endpoint=http://127.0.0.1:1";
    assertThatThrownBy(() -> queues.provider().queue(nowhere, queues.opening()))
        .isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> queues.provider().examine(nowhere))
        .isInstanceOf(StoreUnavailable.class);
  }

  @Test
  void doctorNamesAQueueThatIsMissing() {
    assertThat(queues.provider().examine(queues.address()))
        .hasSize(3)
        .allSatisfy(fact -> assertThat(fact.isWell()).isFalse())
        .extracting(Fact::detail)
        .allMatch(detail -> detail.startsWith("There is no queue "));
  }

  @Test
  void doctorFindsQueuesThatInitMadeWell() {
    queues.open().send(MESSAGE, Duration.ZERO);
    assertThat(queues.provider().examine(queues.address()))
        .allSatisfy(fact -> assertThat(fact.isWell()).as(fact.detail()).isTrue())
        .extracting(Fact::detail)
        .contains(
            "SQS queue " + queues.name() + ": about 1 messages wait, 0 are hidden",
            queues.name() + " moves a message to the dead letters after 50 receives");
  }

  @Test
  void doctorTellsOfAQueueWithoutARedrivePolicy() {
    var _ = queues.stand().newQueue(queues.name(), Map.of());
    queues.provider().init(queues.address());
    assertThat(queues.provider().examine(queues.address()))
        .extracting(Fact::detail)
        .contains(
            queues.name()
                + " has no redrive policy: workers themselves move a message after 50 receives");
  }

  @Test
  void doctorWarnsOfARedrivePolicyThatGivesUpSoon() {
    queues.provider().init(queues.address());
    String policy =
        "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":3}".formatted(arn(url("-dead")));
    queues
        .stand()
        .sqs()
        .setQueueAttributes(
            r -> r.queueUrl(url("")).attributes(Map.of(QueueAttributeName.REDRIVE_POLICY, policy)));
    assertThat(queues.provider().examine(queues.address()))
        .filteredOn(fact -> !fact.isWell())
        .extracting(Fact::detail)
        .singleElement()
        .asString()
        .contains("after 3 receives", "maxReceiveCount to 10 or more");
  }

  private String arn(String url) {
    return queues
        .stand()
        .sqs()
        .getQueueAttributes(r -> r.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .get(QueueAttributeName.QUEUE_ARN);
  }

  @Test
  void aQueueDeletedUnderARunningHostIsUnavailable() throws Exception {
    JobQueue queue = queues.open();
    queue.send(MESSAGE, Duration.ZERO);
    Delivery delivery = queue.receive(Duration.ofSeconds(10), Duration.ofMinutes(2)).orElseThrow();
    queues.stand().sqs().deleteQueue(r -> r.queueUrl(url("")));
    assertThatThrownBy(() -> queue.send(MESSAGE, Duration.ZERO))
        .isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> queue.receive(Duration.ZERO, Duration.ofMinutes(2)))
        .isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> queue.acknowledge(delivery)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(queue::depth).isInstanceOf(StoreUnavailable.class);
  }
}
