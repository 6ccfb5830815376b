"""A reader of JPEG entropy-coded data that counts every unit that the frame requires and every excess byte.

It makes no pixels. ITU T.81 is its only source; no decoder's code or warning is asked.
"""
from dataclasses import dataclass, field


class Damaged(Exception):
    """Missing or invalid data."""


ZEROS_AT_END = bytes(64)
ALONE = {0x01, *range(0xD0, 0xD8)}


@dataclass
class Component:
    id: int
    across: int
    down: int
    table: int
    columns: int = 0  # blocks that the picture needs
    rows: int = 0
    seen: dict = field(default_factory=dict)  # coefficient -> Al of its last scan


@dataclass
class Frame:
    progressive: bool
    arithmetic: bool
    width: int
    height: int
    components: list

    def __post_init__(self):
        self.most_across = max(c.across for c in self.components)
        self.most_down = max(c.down for c in self.components)
        self.mcu_columns = -(-self.width // (8 * self.most_across))
        self.mcu_rows = -(-self.height // (8 * self.most_down))
        for c in self.components:
            c.columns = -(-(-(-self.width * c.across // self.most_across)) // 8)
            c.rows = -(-(-(-self.height * c.down // self.most_down)) // 8)


class Huffman:
    """Codes by their length and value."""

    def __init__(self, counts, symbols):
        self.codes, code, at = {}, 0, 0
        for length, count in enumerate(counts, 1):
            for _ in range(count):
                if at >= len(symbols) or code >= 1 << length:
                    raise Damaged("a Huffman table that cannot be")
                self.codes[length, code] = symbols[at]
                code, at = code + 1, at + 1
            code <<= 1


class Bits:
    """The bits between two markers."""

    def __init__(self, data):
        self.data, self.at = data, 0  # at: in bits

    def bit(self):
        if self.at >> 3 >= len(self.data):
            raise Damaged("entropy data ends too early")
        value = self.data[self.at >> 3] >> (7 - (self.at & 7)) & 1
        self.at += 1
        return value

    def take(self, count):
        value = 0
        for _ in range(count):
            value = value << 1 | self.bit()
        return value

    def symbol(self, table):
        code = 0
        for length in range(1, 17):
            code = code << 1 | self.bit()
            if (length, code) in table.codes:
                return table.codes[length, code]
        raise Damaged("a code that no table has")

    def finish(self):
        """Complete bytes left over are data that no unit used."""
        left = self.data[(self.at + 7) >> 3 :]
        if left.strip(b"\0"):  # some writers pad with zeros
            raise Damaged(f"{len(left)} bytes of entropy data left over")


class Reader:
    """Reads a file once; `complaint` describes the damage of its pixels."""

    def __init__(self, data):
        self.data, self.at = data, 2
        self.huffman, self.quantisation = {}, set()
        self.frame, self.interval, self.scans, self.ended = None, 0, 0, False

    def read(self):
        while not self.ended:
            marker = self.marker()
            if marker is None:
                break
            self.segment(marker)
        if self.frame is None or not self.scans:
            raise Damaged("no picture")
        self.complete()

    def marker(self):
        """The next marker; bytes before it are skipped, except between a scan and what follows."""
        while self.at + 1 < len(self.data):
            if self.data[self.at] == 0xFF and self.data[self.at + 1] not in (0, 0xFF):
                self.at += 2
                return self.data[self.at - 1]
            self.at += 1
        return None

    def segment(self, marker):
        if marker == 0xD9:
            self.ended = True
            return
        if marker in ALONE or marker == 0xD8:
            if 0xD0 <= marker <= 0xD7:
                raise Damaged("a restart marker outside a scan")
            return
        length = int.from_bytes(self.data[self.at : self.at + 2], "big")
        if length < 2 or self.at + length > len(self.data):
            raise Damaged("a segment longer than the file")
        body = self.data[self.at + 2 : self.at + length]
        self.at += length
        match marker:
            case 0xC4:
                self.tables(body)
            case 0xC0 | 0xC1 | 0xC2 | 0xC9 | 0xCA:
                self.start(marker, body)
            case 0xDB:
                self.quantisation_tables(body)
            case 0xDD:
                self.interval = int.from_bytes(body[:2], "big")
            case 0xDA:
                self.scan(body)
            case _ if 0xC3 <= marker <= 0xCF and marker != 0xCC and marker != 0xC8:
                raise Damaged("a process nobody reads")

    def quantisation_tables(self, body):
        while body:
            size = 1 + (128 if body[0] >> 4 else 64)
            if len(body) < size or body[0] & 15 > 3:
                raise Damaged("a quantisation table that cannot be")
            self.quantisation.add(body[0] & 15)
            body = body[size:]

    def tables(self, body):
        while body:
            counts = body[1:17]
            size = 17 + sum(counts)
            if len(body) < size or body[0] & 15 > 3 or body[0] >> 4 > 1:
                raise Damaged("a Huffman table that cannot be")
            self.huffman[body[0]] = Huffman(counts, body[17:size])
            body = body[size:]

    def start(self, marker, body):
        if len(body) < 6 + 3 * (body[5] if len(body) > 5 else 99) or self.frame:
            raise Damaged("a frame that cannot be")
        height, width = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
        parts = [Component(*p) for p in (
            (body[i], body[i + 1] >> 4, body[i + 1] & 15, body[i + 2]) for i in range(6, 6 + 3 * body[5], 3))]
        if body[0] != 8 or not width or not height or not parts or any(not 1 <= c.across <= 4 or not 1 <= c.down <= 4 for c in parts):
            raise Damaged("a frame that cannot be")
        self.frame = Frame(marker in (0xC2, 0xCA), marker in (0xC9, 0xCA), width, height, parts)

    def scan(self, body):
        if self.frame is None or len(body) < 1 or len(body) != 4 + 2 * body[0]:
            raise Damaged("a scan that cannot be")
        chosen = []
        for i in range(1, 1 + 2 * body[0], 2):
            found = [c for c in self.frame.components if c.id == body[i]]
            if not found or found[0].table not in self.quantisation:
                raise Damaged("a scan of nothing")
            chosen.append((found[0], body[i + 1] >> 4, 0x10 | body[i + 1] & 15))
        first, last, high, low = body[-3], body[-2], body[-1] >> 4, body[-1] & 15
        if not self.frame.progressive:
            first, last, high, low = 0, 63, 0, 0
        elif last > 63 or first > last or (first and len(chosen) != 1) or not first and last:
            raise Damaged("a band that cannot be")
        self.scans += 1
        self.note(chosen, first, last, low)
        stretches = self.stretches()
        if not self.frame.arithmetic:
            Scan(self, chosen, first, last, high, low).decode(stretches)

    def note(self, chosen, first, last, low):
        for component, _, _ in chosen:
            for k in range(first, last + 1):
                component.seen[k] = low

    def stretches(self):
        """Entropy data between restart markers, unstuffed: [(number of the marker before it, bytes)]."""
        found, current, number = [], bytearray(), None
        data, at = self.data, self.at
        while at < len(data):
            if data[at] != 0xFF:
                current.append(data[at])
                at += 1
            elif at + 1 >= len(data):
                break
            elif data[at + 1] == 0:
                current.append(0xFF)
                at += 2
            elif 0xD0 <= data[at + 1] <= 0xD7:
                found.append((number, bytes(current)))
                current, number = bytearray(), data[at + 1] & 7
                at += 2
            elif data[at + 1] == 0xFF:
                at += 1
            else:
                break
        self.at = at
        return [*found, (number, bytes(current))]

    def complete(self):
        for component in self.frame.components:
            if 0 not in component.seen:
                raise Damaged("a component without a scan")
            if self.frame.progressive and not self.ended:
                if len(component.seen) < 64 or any(component.seen.values()):
                    raise Damaged("a band that never came")


class Scan:
    """One scan's units, in order."""

    def __init__(self, reader, chosen, first, last, high, low):
        self.reader, self.chosen, self.frame = reader, chosen, reader.frame
        self.first, self.last, self.high, self.low = first, last, high, low
        self.run = 0
        self.bits = None
        if high and first:  # the number of a refinement's bits depends on which coefficients are set
            self.history = None

    def units(self):
        """The number of MCUs in the scan, and the blocks of each."""
        if len(self.chosen) == 1:
            component = self.chosen[0][0]
            return component.columns * component.rows, [self.chosen[0]]
        blocks = [c for c in self.chosen for _ in range(c[0].across * c[0].down)]
        return self.frame.mcu_columns * self.frame.mcu_rows, blocks

    def decode(self, stretches):
        total, blocks = self.units()
        interval = self.reader.interval or total
        wanted = -(-total // interval)
        if len(stretches) != wanted:
            raise Damaged(f"{len(stretches)} stretches between restart markers instead of {wanted}")
        for index, (number, data) in enumerate(stretches):
            if index and number != (index - 1) % 8:
                raise Damaged("restart markers out of order")
            self.bits, self.run = Bits(data), 0
            for unit in range(min(interval, total - index * interval)):
                for component, dc, ac in blocks:
                    self.block(component, self.table(dc), self.table(ac), index * interval + unit)
            if self.run:
                raise Damaged("a run of empty blocks beyond the end")
            self.bits.finish()

    def table(self, number):
        return self.reader.huffman.get(number)

    def block(self, component, dc, ac, unit):
        if not self.frame.progressive:
            self.dc(dc)
            self.sequential(ac)
        elif self.first == 0:
            self.bits.bit() if self.high else self.dc(dc)
        elif self.high:
            self.refined(component, ac, unit)
        else:
            self.band(component, ac, unit)

    def dc(self, table):
        if table is None:
            raise Damaged("a table that never came")
        size = self.bits.symbol(table)
        if size > 11:
            raise Damaged("a difference that cannot be")
        self.bits.take(size)

    def sequential(self, table):
        if table is None:
            raise Damaged("a table that never came")
        k = 1
        while k < 64:
            symbol = self.bits.symbol(table)
            run, size = symbol >> 4, symbol & 15
            if not size:
                if run != 15:
                    return
                k += 16
                continue
            k += run
            if k > 63:
                raise Damaged("a coefficient beyond the block")
            self.bits.take(size)
            k += 1
        if k > 64:
            raise Damaged("a coefficient beyond the block")

    def set_of(self, component, unit):
        return component.__dict__.setdefault("set", {}).setdefault(unit, set())

    def band(self, component, table, unit):
        if self.run:
            self.run -= 1
            return
        if table is None:
            raise Damaged("a table that never came")
        k, present = self.first, self.set_of(component, unit)
        while k <= self.last:
            symbol = self.bits.symbol(table)
            run, size = symbol >> 4, symbol & 15
            if size:
                k += run
                if k > self.last:
                    raise Damaged("a coefficient beyond the band")
                self.bits.take(size)
                present.add(k)
                k += 1
            elif run == 15:
                k += 16
            else:
                self.run = (1 << run) + self.bits.take(run) - 1
                return

    def refined(self, component, table, unit):
        if table is None:
            raise Damaged("a table that never came")
        k, present = self.first, self.set_of(component, unit)
        while not self.run and k <= self.last:
            symbol = self.bits.symbol(table)
            run, size = symbol >> 4, symbol & 15
            if size > 1:
                raise Damaged("a refinement that cannot be")
            if not size and run < 15:
                self.run = (1 << run) + self.bits.take(run)
                break
            if size:
                self.bits.bit()
            k = self.skip(k, run, present)
            if size:
                if k > self.last:
                    raise Damaged("a coefficient beyond the band")
                present.add(k)
            k += 1
        if self.run:
            self.run -= 1
            self.bits.take(sum(1 for i in range(k, self.last + 1) if i in present))

    def skip(self, k, zeros, present):
        """Skips `zeros` zero coefficients, and reads a bit for each nonzero one."""
        while k <= self.last:
            if k in present:
                self.bits.bit()
            elif not zeros:
                return k
            else:
                zeros -= 1
            k += 1
        return k


def complaint(data):
    """The missing or invalid data of a JPEG; nothing when every pixel is present."""
    try:
        reader = Reader(data)
        reader.read()
    except Damaged as e:
        return str(e)
    except IndexError:
        return "ends too early"
    return ""
