package dev.tintype.aws;

import dev.tintype.core.port.JobReceiver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Refuses receipts of deliveries that were followed by another of the same message. ElasticMQ does
/// so itself; LocalStack 4.14.0 takes every receipt it ever gave, and what AWS' standard queues do
/// is documented only as "use the most recent one". The flows rely on epochs, not on this.
record NewestReceipts(JobReceiver queue, Map<String, String> newest) implements JobReceiver {

  NewestReceipts(JobReceiver queue) {
    this(queue, new ConcurrentHashMap<>());
  }

  private boolean isNewest(Delivery delivery) {
    return delivery.receipt().equals(newest.get(delivery.body()));
  }

  @Override
  public Optional<Delivery> receive(Duration wait, Duration visibility)
      throws InterruptedException {
    Optional<Delivery> delivery = queue.receive(wait, visibility);
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
