package dev.tintype.aws;

import dev.tintype.core.port.JobReceiver;
import dev.tintype.core.state.Lane;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Refuses the receipt of an older delivery once the same message was delivered again. ElasticMQ
/// does this itself. LocalStack 4.14.0 accepts every receipt it ever issued. For AWS's standard
/// queues the documentation only says "use the most recent one". The flows rely on epochs, not on
/// this.
record NewestReceipts(JobReceiver queue, Map<String, String> newest) implements JobReceiver {

  NewestReceipts(JobReceiver queue) {
    this(queue, new ConcurrentHashMap<>());
  }

  private boolean isNewest(Delivery delivery) {
    return delivery.receipt().equals(newest.get(delivery.body()));
  }

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility, Set<Lane> lanes)
      throws InterruptedException {
    Optional<Delivery> delivery = queue.receive(wait, visibility, lanes);
    delivery.ifPresent(d -> newest.put(d.body(), d.receipt()));
    return delivery;
  }

  @Override
  public boolean extend(Delivery delivery, Duration visibility) {
    return isNewest(delivery) && queue.extend(delivery, visibility);
  }

  @Override
  public void acknowledge(Delivery delivery) {
    if (isNewest(delivery)) {
      queue.acknowledge(delivery);
    }
  }

  @Override
  public void retryLater(Delivery delivery, Duration delay) {
    if (isNewest(delivery)) {
      queue.retryLater(delivery, delay);
    }
  }

  @Override
  public void deadLetter(Delivery delivery, String why) {
    if (isNewest(delivery)) {
      queue.deadLetter(delivery, why);
    }
  }
}
