"""A writer of TIFF directories (TIFF 6.0 and BigTIFF) for every tested layout."""
import struct
import zlib

import numpy as np

import imagecodecs

BYTE, ASCII, SHORT, LONG, RATIONAL, UNDEFINED, LONG8 = 1, 2, 3, 4, 5, 7, 16
SIZES = {BYTE: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, UNDEFINED: 1, LONG8: 8}
UNSIGNED, SIGNED, FLOAT = 1, 2, 3
WHITE_IS_ZERO, BLACK_IS_ZERO, RGB, PALETTE, MASK, SEPARATED, YCBCR, CIELAB = 0, 1, 2, 3, 4, 5, 6, 8


def pack(samples, bits, order):
    """Rows of samples; each row starts at a byte boundary."""
    flat = samples.reshape(samples.shape[0], -1)
    if samples.dtype.kind == "f" or bits >= 8 and bits in (8, 16, 32, 64):
        return [row.astype(row.dtype.newbyteorder(order)).tobytes() for row in flat]
    spread = ((flat[:, :, None].astype(np.int64) >> np.arange(bits - 1, -1, -1)) & 1).reshape(flat.shape[0], -1)
    return [np.packbits(row.astype(np.uint8)).tobytes() for row in spread]


def compressed(data, codec):
    match codec:
        case 1:
            return data
        case 5:
            return imagecodecs.lzw_encode(data)
        case 8 | 32946:
            return zlib.compress(data)
        case 32773:
            return imagecodecs.packbits_encode(data)
        case 34925:
            return imagecodecs.lzma_encode(data)
        case 50000:
            return imagecodecs.zstd_encode(data)
    raise ValueError(codec)


def pieces(samples, bits, order, codec, rows, tile, planar, predictor):
    """Strips or tiles as stored; plane by plane when planar."""
    planes = [samples[:, :, i : i + 1] for i in range(samples.shape[2])] if planar else [samples]
    for plane in planes:
        if predictor == 2:
            plane = np.concatenate([plane[:, :1], np.diff(plane.astype(np.int64), axis=1)], 1).astype(plane.dtype)
        if tile:
            height, width = plane.shape[:2]
            for y in range(0, height, tile):
                for x in range(0, width, tile):
                    part = plane[y : y + tile, x : x + tile]
                    full = np.zeros((tile, tile, plane.shape[2]), plane.dtype)
                    full[: part.shape[0], : part.shape[1]] = part
                    yield compressed(b"".join(pack(full, bits, order)), codec)
        else:
            lines = pack(plane, bits, order)
            for y in range(0, len(lines), rows):
                yield compressed(b"".join(lines[y : y + rows]), codec)


def page(samples, photometric, bits=None, codec=1, order="<", sample_format=UNSIGNED, rows=16, tile=0, planar=False,
         predictor=1, extra=(), tags=(), stored=None):
    """Tags and data of one picture. tags are (number, type, values) and override the defaults. stored: encoded pieces."""
    samples = samples if samples.ndim == 3 else samples[:, :, None]
    height, width, channels = samples.shape
    bits = bits or samples.dtype.itemsize * 8
    data = stored or list(pieces(samples, bits, order, codec, rows, tile, planar, predictor))
    fields = {256: (LONG, [width]), 257: (LONG, [height]), 258: (SHORT, [bits] * channels), 259: (SHORT, [codec]),
              262: (SHORT, [photometric]), 277: (SHORT, [channels]), 284: (SHORT, [2 if planar else 1])}
    if tile:
        fields |= {322: (LONG, [tile]), 323: (LONG, [tile]), 324: None, 325: (LONG, [len(d) for d in data])}
    else:
        fields |= {278: (LONG, [rows]), 273: None, 279: (LONG, [len(d) for d in data])}
    if predictor != 1:
        fields[317] = (SHORT, [predictor])
    if sample_format != UNSIGNED:
        fields[339] = (SHORT, [sample_format] * channels)
    if extra:
        fields[338] = (SHORT, list(extra))
    for number, type_, values in tags:
        fields[number] = (type_, values)
    return fields, data


def tiff(*pages, order="<", big=False, last_next=0):
    """last_next: the stated offset of a further directory."""
    mark = (b"II" if order == "<" else b"MM") + struct.pack(order + "H", 43 if big else 42)
    out = bytearray(mark + (struct.pack(order + "HHQ", 8, 0, 0) if big else b"\0\0\0\0"))
    link = 8 if big else 4
    for fields, data in pages:
        offsets = []
        for piece in data:
            offsets.append(len(out))
            out += piece + b"\0" * (len(piece) % 2)
        place = 324 if 322 in fields else 273
        fields = {**fields, place: fields[place] or (LONG8 if big else LONG, offsets)}
        link = directory(out, fields, link, order, big)
    if last_next:
        put(out, link, last_next, order, big)
    return bytes(out)


def put(out, at, value, order, big):
    word = struct.pack(order + ("Q" if big else "I"), value)
    out[at : at + len(word)] = word


def directory(out, fields, link, order, big):
    """Appends a directory; returns the offset of its link to the next one."""
    inline, entries = 8 if big else 4, []
    for number, (type_, values) in sorted(fields.items()):
        body = values if isinstance(values, bytes) else packed(type_, values, order)
        count = len(body) // SIZES[type_]
        if len(body) > inline:
            at = len(out)
            out += body + b"\0" * (len(body) % 2)
            body = struct.pack(order + ("Q" if big else "I"), at)
        entries.append(struct.pack(order + ("HHQ" if big else "HHI"), number, type_, count) + body.ljust(inline, b"\0"))
    put(out, link, len(out), order, big)
    out += struct.pack(order + ("Q" if big else "H"), len(entries)) + b"".join(entries)
    out += b"\0" * inline
    return len(out) - inline


def packed(type_, values, order):
    if type_ == RATIONAL:
        return b"".join(struct.pack(order + "II", *value) for value in values)
    return struct.pack(order + {BYTE: "B", SHORT: "H", LONG: "I", LONG8: "Q"}[type_] * len(values), *values)
