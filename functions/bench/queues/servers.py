"""The servers of the queues on 127.0.0.1, each in a folder of its own, which can be killed and started again."""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "grow"))
import parts  # noqa: E402
from parts import ROOT, SCRIPT, answers, environment, free_port, scratch, wait_for  # noqa: E402

JAVA = os.path.join(os.environ["JAVA_HOME"], "bin", "java")


def program(name, *patterns):
    """A program of .cache, as .ci installs it, or of the path."""
    for pattern in patterns:
        found = [str(file) for file in sorted(ROOT.glob(pattern)) if os.access(file, os.X_OK) and file.is_file()]
        if found:
            return found[-1]
    found = shutil.which(name)
    if not found:
        raise SystemExit(f"there is no {name}: see functions/bench/queues/run --help")
    return found


def jars(folder):
    return {file.name: file for file in sorted((ROOT / folder).glob("*.jar"))}


def adapter_jars(name):
    """The jars that a scheme needs besides those of the command line, as functions/cli/assemble finds them."""
    own = {file.name: file for file in (ROOT / f"functions/{name}/target").glob(f"{name}-*.jar") if not file.name.endswith("-tests.jar")}
    all_of_them = own | jars(f"functions/{name}/target/lib")
    usual = jars("functions/cli/target/lib")
    return {name: file for name, file in all_of_them.items() if name not in usual}


def class_path(name):
    bench = ROOT / "functions/bench/target"
    if not (bench / "lib").is_dir():
        raise SystemExit("build first: mvn -q -B package -DskipTests -pl functions/chaos,functions/bench,functions/cli -am")
    all_of_them = jars("functions/bench/target/lib") | jars("functions/cli/target/lib") | adapter_jars(name)
    return ":".join([str(bench / "classes"), *map(str, all_of_them.values())])


class Broker:
    """A queue and its server. `fresh` names an empty queue on it, whose streams and topics are made."""

    name = ""
    can_be_killed = True
    needs_init = True
    hidden = 20
    settings = {}

    def __init__(self, folder):
        self.folder = folder / f"{self.name}-server"
        self.folder.mkdir(parents=True)
        self.port = free_port()
        self.process = None
        self.prepare()

    def prepare(self):
        pass

    def command(self):
        raise NotImplementedError

    def is_ready(self):
        return answers(self.port)

    def start(self):
        """A server that ends at once is started again: what was killed may still hold its files."""
        end = time.monotonic() + 60
        with open(self.folder / "log", "a", encoding="utf-8") as log:
            while not self.is_ready():
                if time.monotonic() > end:
                    raise SystemExit(f"{self.name} is not ready: {(self.folder / 'log').read_text()[-2000:]}")
                if self.process is None or self.process.poll() is not None:
                    self.process = subprocess.Popen(self.command(), stdout=log, stderr=log, cwd=self.folder)
                time.sleep(0.1)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        parts.ended(self.process)

    def pid(self):
        return self.process.pid

    def address(self, queue):
        raise NotImplementedError

    def fresh(self, queue):
        address = self.address(queue)
        if self.needs_init:
            self.init(address)
        return address

    def init(self, address):
        """A server may listen before it can answer."""
        end = time.monotonic() + 60
        while subprocess.run([SCRIPT, "queue", "init"], env=environment(TINTYPE_QUEUE=address, **self.settings)).returncode:
            if time.monotonic() > end:
                raise SystemExit(f"{self.name} was not prepared")
            time.sleep(1)


class Sqlite(Broker):
    name = "sqlite"
    can_be_killed = False
    needs_init = False

    def start(self):
        pass

    def __exit__(self, *_):
        pass

    def pid(self):
        return 0

    def address(self, queue):
        return f"sqlite:{self.folder / queue}.db"

    def version(self):
        jar = next(name for name in jars("functions/cli/target/lib") if name.startswith("sqlite-jdbc"))
        return "SQLite " + jar.removeprefix("sqlite-jdbc-").removesuffix(".jar")


class PostgresQueue(Broker):
    name = "postgres"
    needs_init = False

    def prepare(self):
        self.server = parts.Postgres(self.folder)
        home = self.folder / "postgres"
        home.mkdir()
        os.chown(home, self.server.account.pw_uid, self.server.account.pw_gid)
        self.server.data = home / "data"
        self.server.port = self.port
        self.server.run("initdb", "-D", str(self.server.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C")

    def command(self):
        account = self.server.account
        return [
            "setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--clear-groups", str(self.server.programs / "postgres"),
            "-D", str(self.server.data), "-c", "listen_addresses=127.0.0.1", "-c", f"port={self.port}",
            "-c", f"unix_socket_directories={self.server.data.parent}", "-c", "max_connections=200",
        ]

    def is_ready(self):
        ready = [str(self.server.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(ready).returncode == 0

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGINT)  # a fast shutdown: clients are sent away
        self.process.wait(60)

    def database(self, name):
        return self.server.fresh(name)

    def address(self, queue):
        return self.database(queue) + "?connections=" + ("2" if queue == "idle" else "8")

    def version(self):
        return "PostgreSQL " + self.server.version


class Postgres(PostgresQueue):
    """A server for the job store of a trial."""


class Redis(Broker):
    name = "redis"
    needs_init = False

    def command(self):
        return [
            program("redis-server"), "--bind", "127.0.0.1", "--port", str(self.port), "--appendonly", "yes", "--appendfsync", "always",
            "--save", "", "--dir", str(self.folder), "--maxmemory-policy", "noeviction", "--loglevel", "warning",
        ]

    def address(self, queue):
        return f"redis://127.0.0.1:{self.port}?prefix={queue}"

    def version(self):
        said = subprocess.run([program("redis-server"), "--version"], capture_output=True, text=True).stdout
        return "Redis " + said.split("v=")[1].split()[0] + ", `appendfsync always`"


class Nats(Broker):
    name = "nats"

    def prepare(self):
        self.program = program("nats-server", ".cache/queues/**/nats-server*")
        (self.folder / "conf").write_text(
            f"listen: 127.0.0.1:{self.port}\njetstream {{ store_dir: {self.folder}/data, sync_interval: always }}\n", encoding="utf-8"
        )

    def command(self):
        return [self.program, "-c", str(self.folder / "conf")]

    def address(self, queue):
        return f"nats://127.0.0.1:{self.port}?stream={queue}"

    def version(self):
        said = subprocess.run([self.program, "--version"], capture_output=True, text=True).stdout
        return "NATS " + said.strip().rsplit("v", 1)[-1] + ", `sync_interval: always`"


class Kafka(Broker):
    name = "kafka"
    hidden = 60

    def prepare(self):
        found = sorted(ROOT.glob(".cache/kafka/*/kafka_2.13-*.jar"))
        if not found:
            raise SystemExit("there are no jars of Kafka: .ci/queues/kafka installs them")
        self.jars = found[-1]
        controller = free_port()
        (self.folder / "conf").write_text(
            f"""process.roles=broker,controller
node.id=1
listeners=PLAINTEXT://127.0.0.1:{self.port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{self.port},CONTROLLER://127.0.0.1:{controller}
controller.listener.names=CONTROLLER
controller.quorum.bootstrap.servers=127.0.0.1:{controller}
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs={self.folder}/data
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.coordinator.rebalance.protocols=classic,consumer,share,streams
""",
            encoding="utf-8",
        )
        made = ["format", "--standalone", "-t", "jHkPe2iFQq2Jw8zYxk9b1A", "-c", str(self.folder / "conf")]
        subprocess.run(self.java("kafka.tools.StorageTool", *made), check=True, capture_output=True)

    def java(self, main, *words):
        options = ["-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        return [JAVA, *options, "-cp", str(self.jars.parent / "*"), main, *words]

    def command(self):
        return self.java("kafka.Kafka", str(self.folder / "conf"))

    def address(self, queue):
        return f"kafka://127.0.0.1:{self.port}?topic={queue}"

    def version(self):
        return "Kafka " + self.jars.name.removeprefix("kafka_2.13-").removesuffix(".jar")


class Sqs(Broker):
    """ElasticMQ, a stand-in in memory: what it cannot keep, it cannot lose as SQS might."""

    name = "sqs"
    can_be_killed = False
    settings = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}

    def prepare(self):
        self.stand = ROOT / "functions/sqs/target/stand"
        if not self.stand.is_dir():
            raise SystemExit("there is no SQS stand-in: .ci/queues/sqs makes it")

    def command(self):
        where = f"{ROOT}/functions/sqs/target/test-classes:{self.stand}/*"
        return [JAVA, "-Xmx256m", "-XX:+UseSerialGC", "-cp", where, "dev.tintype.sqs.emulator.EmbeddedSqs", str(self.port)]

    def address(self, queue):
        return f"sqs://{queue}?endpoint=http://127.0.0.1:{self.port}"

    def version(self):
        jar = next(self.stand.glob("elasticmq-core_*.jar"))
        return "ElasticMQ " + jar.stem.rsplit("-", 1)[-1] + ", a stand-in for SQS, in memory"


BROKERS = {one.name: one for one in [Sqlite, PostgresQueue, Redis, Nats, Kafka, Sqs]}


class S3(Broker):
    """versitygw on a folder, for the files of a trial."""

    name = "s3"

    def prepare(self):
        self.program = program("versitygw", ".cache/stores/bin/versitygw-*")
        self.url = f"http://127.0.0.1:{self.port}"

    def command(self):
        (self.folder / "data").mkdir(exist_ok=True)
        return [
            self.program, "--access", "test", "--secret", "test", "--region", "us-east-1", "--port", f"127.0.0.1:{self.port}", "--quiet",
            "posix", str(self.folder / "data"),
        ]
