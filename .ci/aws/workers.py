"""Packaged functions in place of the deployed ones, confined as in runtime.py."""
import os
import threading

import stack
from deployed import Platform
from runtime import Died, Function, environment

WAIT_SECONDS = 2


class ConfinedPlatform(Platform):
    """A deployed stack whose API and sweeper are packaged functions of this class."""

    def __init__(self, name):
        super().__init__(name)
        self.functions, self.lock = {}, threading.Lock()

    def invoke(self, function, event):
        name = "presign" if function.startswith(self.out["PresignFunctionName"]) else "sweep"
        with self.lock:
            if name not in self.functions:
                self.functions[name] = Function(name, environment(self.out, os.environ["LOCALSTACK_ENDPOINT"]))
            return self.functions[name].invoke(event)

    def close(self):
        for function in self.functions.values():
            function.close()
        self.functions = {}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Workers:
    """Each of `number` workers receives messages from the stack's queue, as Lambda's event source mapping does, and
    calls `process`, until `close`. The deployed worker must be paused."""

    def __init__(self, out, settings, number):
        self.queue, self.settings = out["JobsQueueUrl"], settings
        self.over, self.died = threading.Event(), []
        self.functions = [self._make() for _ in range(number)]
        self.threads = [threading.Thread(target=self._work, args=(i,), daemon=True) for i in range(number)]
        for thread in self.threads:
            thread.start()

    def _make(self):
        return Function("process", self.settings)

    def _work(self, index):
        sqs = stack.client("sqs")
        while not self.over.is_set():
            found = sqs.receive_message(
                QueueUrl=self.queue, MaxNumberOfMessages=1, WaitTimeSeconds=WAIT_SECONDS, AttributeNames=["All"]
            )
            for message in found.get("Messages", []):
                if self._done(index, message):
                    sqs.delete_message(QueueUrl=self.queue, ReceiptHandle=message["ReceiptHandle"])

    def _done(self, index, message):
        """Whether the message is processed. One that is not comes back."""
        try:
            return self.functions[index].invoke({"Records": [record(message)]})["batchItemFailures"] == []
        except Died as e:
            self.died.append(str(e))
            self.functions[index].close()
            self.functions[index] = self._make()
            return False

    def close(self):
        self.over.set()
        for thread in self.threads:
            thread.join(WAIT_SECONDS + 300)
        for function in self.functions:
            function.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def record(message):
    """A received message as Lambda passes it on."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": message["Attributes"],
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "awsRegion": stack.REGION,
    }
