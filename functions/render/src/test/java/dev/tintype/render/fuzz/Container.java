package dev.tintype.render.fuzz;

import dev.tintype.render.specimens.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;

/// Splits a format's files into parts and joins parts with correct lengths and checksums.
enum Container {
  /// Chunks with lengths and CRCs.
  PNG {
    @Override
    List<Part> split(byte[] file) {
      List<Part> parts = new ArrayList<>();
      ByteBuffer in = ByteBuffer.wrap(file);
      for (int at = 8; at + 12 <= file.length; at += 12 + in.getInt(at)) {
        parts.add(part(file, at + 4, at + 8, in.getInt(at)));
      }
      return parts;
    }

    @Override
    byte[] join(List<Part> parts) {
      Bytes out = new Bytes().u8(0x89).text("PNG\r\n").u8(0x1a).text("\n");
      for (Part part : parts) {
        CRC32 crc = new CRC32();
        crc.update(part.kind().getBytes(StandardCharsets.ISO_8859_1));
        crc.update(part.data());
        out.u32(part.data().length).text(part.kind()).raw(part.data()).u32(crc.getValue());
      }
      return out.done();
    }
  },
  /// Segments with lengths; the coded data of each scan is a separate part.
  JPEG {
    @Override
    List<Part> split(byte[] file) {
      List<Part> parts = new ArrayList<>();
      for (int at = 2; at + 4 <= file.length; ) {
        if (file[at] == (byte) 0xff
            && (file[at + 1] & 0xff) >= 0xc0
            && file[at + 1] != (byte) 0xd9) {
          int length = (file[at + 2] & 0xff) << 8 | (file[at + 3] & 0xff);
          parts.add(part(file, at + 1, 1, at + 4, length - 2));
          at += 2 + length;
        } else {
          int end = at;
          while (end + 1 < file.length && !marker(file, end)) {
            end++;
          }
          parts.add(new Part("", Arrays.copyOfRange(file, at, end)));
          at = end + 1 < file.length && file[end + 1] != (byte) 0xd9 ? end : file.length;
        }
      }
      return parts;
    }

    private boolean marker(byte[] file, int at) {
      int next = file[at + 1] & 0xff;
      return file[at] == (byte) 0xff && next != 0 && next != 0xff && (next < 0xd0 || next > 0xd7);
    }

    @Override
    byte[] join(List<Part> parts) {
      Bytes out = new Bytes().u8(0xff, 0xd8);
      for (Part part : parts) {
        if (part.kind().isEmpty()) {
          out.raw(part.data());
        } else {
          out.u8(0xff).text(part.kind()).u16(part.data().length + 2).raw(part.data());
        }
      }
      return out.u8(0xff, 0xd9).done();
    }
  },
  /// RIFF chunks with lengths.
  WEBP {
    @Override
    List<Part> split(byte[] file) {
      List<Part> parts = new ArrayList<>();
      ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      for (int at = 12;
          at + 8 <= file.length;
          at += 8 + in.getInt(at + 4) + (in.getInt(at + 4) & 1)) {
        parts.add(part(file, at, at + 8, in.getInt(at + 4)));
      }
      return parts;
    }

    @Override
    byte[] join(List<Part> parts) {
      Bytes body = new Bytes().text("WEBP");
      for (Part part : parts) {
        body.text(part.kind()).u32le(part.data().length).raw(part.data());
        body.repeat(0, part.data().length & 1);
      }
      return new Bytes().text("RIFF").u32le(body.size()).raw(body.done()).done();
    }
  },
  /// Header, extensions and images; blocks inside them keep their lengths.
  GIF {
    @Override
    List<Part> split(byte[] file) {
      List<Part> parts = new ArrayList<>();
      int start = 0;
      int at = 13 + table(file[10]);
      while (at < file.length && file[at] != 0x3b) {
        parts.add(new Part("", Arrays.copyOfRange(file, start, at)));
        start = at;
        at += file[at] == 0x2c ? 11 + table(file[at + 9]) : 2;
        while (at < file.length && file[at] != 0) {
          at += 1 + (file[at] & 0xff);
        }
        at++;
      }
      parts.add(new Part("", Arrays.copyOfRange(file, start, Math.min(at, file.length))));
      return parts;
    }

    private int table(byte flags) {
      return flags < 0 ? 3 << ((flags & 7) + 1) : 0;
    }

    @Override
    byte[] join(List<Part> parts) {
      Bytes out = new Bytes();
      parts.forEach(part -> out.raw(part.data()));
      return out.u8(0x3b).done();
    }
  },
  /// Nested boxes. They refer to each other by offset, so their sizes stay unchanged.
  AVIF {
    @Override
    List<Part> split(byte[] file) {
      List<Part> parts = new ArrayList<>();
      boxes(file, 0, file.length, parts);
      return parts;
    }

    private void boxes(byte[] file, int from, int to, List<Part> parts) {
      for (int at = from; at + 8 <= to; ) {
        int length = ByteBuffer.wrap(file).getInt(at);
        if (length < 8 || at + length > to) {
          parts.add(new Part("", Arrays.copyOfRange(file, at, to)));
          return;
        }
        String kind = new String(file, at + 4, 4, StandardCharsets.ISO_8859_1);
        int inner = INNER.indexOf(kind) < 0 ? length : kind.equals("meta") ? 12 : 8;
        if (inner < length) {
          parts.add(new Part("", Arrays.copyOfRange(file, at, at + inner)));
          boxes(file, at + inner, at + length, parts);
        } else {
          parts.add(new Part("", Arrays.copyOfRange(file, at, at + 8)));
          parts.add(part(file, at + 4, at + 8, length - 8));
        }
        at += length;
      }
    }

    @Override
    byte[] join(List<Part> parts) {
      Bytes out = new Bytes();
      parts.forEach(part -> out.raw(part.data()));
      return out.done();
    }

    @Override
    boolean movable() {
      return false;
    }
  },
  /// Header and directory as one part, so that values change and offsets stay.
  TIFF {
    @Override
    List<Part> split(byte[] file) {
      int tables = Math.min(file.length, 200);
      return List.of(
          new Part("", Arrays.copyOfRange(file, 0, 4)),
          new Part("tables", Arrays.copyOfRange(file, 4, tables)),
          new Part("pixels", Arrays.copyOfRange(file, tables, file.length)));
    }

    @Override
    byte[] join(List<Part> parts) {
      Bytes out = new Bytes();
      parts.forEach(part -> out.raw(part.data()));
      return out.done();
    }

    @Override
    boolean movable() {
      return false;
    }
  };

  private static final String INNER = "meta iprp ipco moov trak";

  abstract List<Part> split(byte[] file);

  abstract byte[] join(List<Part> parts);

  /// Whether parts may be removed, duplicated or moved.
  boolean movable() {
    return true;
  }

  private static Part part(byte[] file, int kind, int data, int length) {
    return part(file, kind, 4, data, length);
  }

  private static Part part(byte[] file, int kind, int kindBytes, int data, int length) {
    return new Part(
        new String(file, kind, kindBytes, StandardCharsets.ISO_8859_1),
        Arrays.copyOfRange(file, data, Math.min(file.length, data + Math.max(0, length))));
  }
}
