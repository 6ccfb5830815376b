"""Limits memory and processor time of one execution environment as Lambda does: by a control group of
version 1 or 2 where this machine allows one, else only by a cap on the data of each process."""
import contextlib
import pathlib
import re
import uuid

PERIOD_US = 20_000
ROOT = pathlib.Path("/sys/fs/cgroup")


def processors(memory_mb):
    """https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html: 1,769 MB are one."""
    return memory_mb / 1769


class ControlGroup:
    """`memory_mb` for the function and its children together; a process over it is killed. With `share`, also the
    share of the processors that comes with the memory."""

    def __init__(self, memory_mb, share=True):
        self.memory_mb, self.share = memory_mb, share
        self.name = f"tintype-{uuid.uuid4().hex[:12]}"
        self.folders, self.peak, self.used = [], None, None
        quota = str(int(PERIOD_US * processors(memory_mb)))
        try:
            if (ROOT / "memory").is_dir():
                self._version_1(quota)
            else:
                self._version_2(quota)
        except OSError:
            self.close()

    def _version_1(self, quota):
        memory = self._make(ROOT / "memory" / self._own("memory"))
        (memory / "memory.limit_in_bytes").write_text(str(self.memory_mb << 20))
        self.peak = memory / "memory.max_usage_in_bytes"
        used = self._make(ROOT / "cpuacct" / self._own("cpuacct"))
        self.used = used / "cpuacct.usage", 1e9, r"(\d+)"
        if self.share:
            cpu = self._make(ROOT / "cpu" / self._own("cpu"))
            (cpu / "cpu.cfs_period_us").write_text(str(PERIOD_US))
            (cpu / "cpu.cfs_quota_us").write_text(quota)

    def _version_2(self, quota):
        group = self._make(ROOT / self._own(""))
        (group / "memory.max").write_text(str(self.memory_mb << 20))
        if self.share:
            (group / "cpu.max").write_text(f"{quota} {PERIOD_US}")
        self.peak = group / "memory.peak"
        self.used = group / "cpu.stat", 1e6, r"usage_usec (\d+)"

    @staticmethod
    def _own(controller):
        text = pathlib.Path("/proc/self/cgroup").read_text()
        return re.search(rf"^\d+:{controller}:/(.*)$", text, re.M).group(1)

    def _make(self, parent):
        folder = parent / self.name
        folder.mkdir()
        self.folders.append(folder)
        return folder

    def holds(self):
        return bool(self.folders)

    def __str__(self):
        if self.holds():
            share = f" and {processors(self.memory_mb):.2f} processors" if self.share else ""
            return f"control group of {self.memory_mb} MB{share}"
        share = ", one processor" if self.share else ""
        return f"no control group to be had: {self.memory_mb} MB of data for each process{share}"

    def wrap(self, command):
        """Starts the command inside the group."""
        if self.holds():
            enter = "".join(f"echo $$ > {folder}/cgroup.procs && " for folder in self.folders)
            return ["sh", "-c", enter + 'exec "$@"', "sh", *command]
        share = ["taskset", "-c", "0"] if self.share else []
        return ["prlimit", f"--data={self.memory_mb << 20}", *share, *command]

    def peak_bytes(self):
        """Its peak memory, including files it wrote or read; 0 where it is not counted."""
        with contextlib.suppress(OSError):
            return int(self.peak.read_text()) if self.peak else 0
        return 0

    def cpu_seconds(self):
        """Processor time of all its processes, dead ones too; absent where it is not counted."""
        if not self.used:
            return None
        path, parts, pattern = self.used
        return int(re.search(pattern, path.read_text()).group(1)) / parts

    def killed(self):
        """How often the kernel killed a process because memory ran out."""
        for folder in self.folders:
            for name in ("memory.oom_control", "memory.events"):
                with contextlib.suppress(OSError):
                    return int(re.search(r"oom_kill (\d+)", (folder / name).read_text()).group(1))
        return 0

    def close(self):
        for folder in self.folders:
            with contextlib.suppress(OSError):
                folder.rmdir()
        self.folders, self.used = [], None
