package dev.tintype.core.flow;

import dev.tintype.core.ImageId;
import dev.tintype.core.ImageJob;
import dev.tintype.core.Keys;
import dev.tintype.core.Manifest;
import dev.tintype.core.ManifestJson;
import dev.tintype.core.Metadata;
import dev.tintype.core.Sha256;
import dev.tintype.core.Version;
import dev.tintype.core.flow.verify.Verify;
import dev.tintype.core.flow.verify.Verify.Depth;
import dev.tintype.core.flow.verify.VerifyCursor;
import dev.tintype.core.port.Change;
import dev.tintype.core.port.JobStore;
import dev.tintype.core.port.MemoryRenderer;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.Unreadable;
import dev.tintype.core.state.IdempotencyRecord;
import dev.tintype.core.state.ImageRecord;
import dev.tintype.core.state.Outcome;
import dev.tintype.core.state.VersionRecord;
import dev.tintype.core.state.VersionState.Ready;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Verifies a platform of any size. Its records and files are generated on request, and one file is
/// missing. Prints the findings.
final class VerifyMany implements JobStore {

  private static final Instant AT = Instant.parse("2026-11-23T10:00:00Z");
  private static final int MANY = 2;

  private final int count;
  private final @Nullable VersionRecord[] recent = new VersionRecord[200];

  private VerifyMany(int count) {
    this.count = count;
  }

  public static void main(String[] arguments) {
    VerifyMany many = new VerifyMany(Integer.parseInt(arguments[0]));
    Files originals = many.new Files(1);
    Files variants = many.new Files(MANY);
    Verify verify = new Verify(new Stores(many, originals, variants), Depth.LENGTHS, 100, 1_000);
    int images = 0;
    long files = 0;
    int damages = 0;
    int pages = 0;
    Optional<VerifyCursor> cursor = Optional.of(VerifyCursor.START);
    while (cursor.isPresent()) {
      Verify.Page page = verify.page(cursor.get());
      images += page.images();
      files += page.files();
      damages += page.damages().size();
      pages++;
      cursor = page.next();
    }
    System.out.printf(
        Locale.ROOT,
        "images=%d files=%d damages=%d largestPage=%d pages=%d%n",
        images,
        files,
        damages,
        Math.max(originals.largest, variants.largest),
        pages);
  }

  private static ImageId id(int number) {
    return new ImageId(String.format(Locale.ROOT, "01%024d", number));
  }

  private static int number(ImageId id) {
    return Integer.parseInt(id.value().substring(2));
  }

  /// Each record is wanted several times in a row; a few are kept.
  private VersionRecord record(int number) {
    VersionRecord kept = recent[number % recent.length];
    if (kept == null || number(kept.job().imageId()) != number) {
      kept = generate(number);
      recent[number % recent.length] = kept;
    }
    return kept;
  }

  private static VersionRecord generate(int number) {
    ImageJob job =
        ImageJob.of(
            id(number),
            new ImageJob.Original(Sha256.of("original " + number), 1_000, "image/jpeg"),
            Platform.RECIPE,
            Platform.REVISION,
            AT);
    return new VersionRecord(
        job, 1, 1, 1, 1, 0, new Ready(MemoryRenderer.manifest(job)), Optional.empty(), AT);
  }

  private ImageRecord image(int number) {
    ImageJob job = record(number).job();
    return ImageRecord.first(job.imageId(), Optional.empty(), job.version(), AT);
  }

  @Override
  public Optional<ImageRecord> image(ImageId id) {
    return Optional.of(image(number(id)));
  }

  @Override
  public Optional<VersionRecord> version(ImageId id, Version version) {
    return Optional.of(record(number(id))).filter(r -> r.job().version().equals(version));
  }

  @Override
  public List<VersionRecord> versions(ImageId id, Consumer<Unreadable> skipped) {
    return List.of(record(number(id)));
  }

  @Override
  public Optional<Outcome> outcome(String id) {
    return Optional.empty();
  }

  @Override
  public long outcomesDue(Instant now, int most) {
    return 0;
  }

  @Override
  public void eachAwaited(Consumer<VersionRecord> visitor) {
    // Every version is ready.
  }

  @Override
  public void eachHeld(Consumer<VersionRecord> visitor) {
    // Every version is ready.
  }

  @Override
  public ImagePage page(Metadata.Entry entry, Optional<ImageId> before, int limit) {
    throw new UnsupportedOperationException();
  }

  @Override
  public ImagePage page(Optional<String> state, Optional<ImageId> before, int limit) {
    int from = before.map(VerifyMany::number).orElse(count) - 1;
    List<ImageRecord> page = new ArrayList<>();
    for (int number = from; number >= 0 && page.size() < limit; number--) {
      page.add(image(number));
    }
    Optional<ImageId> next =
        page.size() < limit ? Optional.empty() : Optional.of(page.getLast().id());
    return new ImagePage(page, List.of(), next);
  }

  @Override
  public Optional<IdempotencyRecord> idempotency(Sha256 key, Instant now) {
    throw new UnsupportedOperationException("verifying only reads records and lists");
  }

  @Override
  public boolean commit(Change change) {
    throw new UnsupportedOperationException("verifying only reads records and lists");
  }

  @Override
  public DueWork due(Instant now, int limit, Set<DueKind> kinds) {
    return new DueWork(List.of(), List.of(), List.of());
  }

  /// The files of every image; one variant of image 77 is missing.
  private final class Files implements Storage {

    private final int each;
    private int largest;

    Files(int each) {
      this.each = each;
    }

    private List<StoredObject> of(int number) {
      ImageJob job = record(number).job();
      if (each == 1) {
        return List.of(object(job.originalKey(), job.original().bytes()));
      }
      Manifest manifest = MemoryRenderer.manifest(job);
      return Stream.concat(
              manifest.variants().stream()
                  .skip(number == 77 ? 1 : 0)
                  .map(v -> object(v.url(), v.bytes())),
              Stream.of(
                  object(
                      Keys.manifest(job.imageId(), job.version()),
                      ManifestJson.bytes(manifest).length)))
          .sorted(java.util.Comparator.comparing(StoredObject::key))
          .toList();
    }

    private StoredObject object(String key, long bytes) {
      return new StoredObject(key, bytes, Optional.empty(), AT);
    }

    @Override
    public List<StoredObject> list(String prefix, Optional<String> after, int limit) {
      String base = each == 1 ? Keys.ORIGINALS : "";
      String from = after.orElse(prefix);
      int first =
          from.isEmpty()
              ? 0
              : Integer.parseInt(from.substring(base.length() + 2, base.length() + 26));
      List<StoredObject> page = new ArrayList<>();
      for (int number = first; number < count && page.size() < limit; number++) {
        for (StoredObject object : of(number)) {
          boolean behind = after.filter(a -> object.key().compareTo(a) <= 0).isEmpty();
          if (behind && object.key().startsWith(prefix) && page.size() < limit) {
            page.add(object);
          }
        }
        if (!prefix.isEmpty()) {
          break;
        }
      }
      largest = Math.max(largest, page.size());
      return page;
    }

    @Override
    public Optional<StoredObject> head(String key) {
      return Optional.of(object(key, 1_000));
    }

    @Override
    public PutResult put(String key, StoredFile file) {
      throw new UnsupportedOperationException("verifying only reads records and lists");
    }

    @Override
    public Optional<InputStream> open(String key, Optional<Range> range) {
      throw new UnsupportedOperationException("verifying only reads records and lists");
    }

    @Override
    public void delete(String key) {
      throw new UnsupportedOperationException("verifying only reads records and lists");
    }
  }
}
