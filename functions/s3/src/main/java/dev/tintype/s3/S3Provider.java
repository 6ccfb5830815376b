package dev.tintype.s3;

import dev.tintype.core.port.DirectUploads;
import dev.tintype.core.port.Storage;
import dev.tintype.core.port.StorageEvents;
import dev.tintype.core.port.UploadSigner;
import dev.tintype.core.provider.InvalidAddress;
import dev.tintype.core.provider.Opening;
import dev.tintype.core.provider.StorageProvider;
import dev.tintype.core.provider.Trial;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// Opens `s3://ORIGINALS,VARIANTS?…`: two buckets that exist, on AWS or on another store. The
/// credentials come from the SDK's usual places
/// (https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/credentials-chain.html).
public final class S3Provider implements StorageProvider {

  private final Supplier<AwsCredentialsProvider> credentials;

  /// For the service loader.
  public S3Provider() {
    this(() -> DefaultCredentialsProvider.builder().build());
  }

  /// @param credentials makes what signs the calls
  S3Provider(Supplier<AwsCredentialsProvider> credentials) {
    this.credentials = credentials;
  }

  @Override
  public String scheme() {
    return "s3";
  }

  @Override
  public String form() {
    return S3Address.FORM;
  }

  @Override
  public void check(String address) {
    S3Address _ = S3Address.parse(address);
  }

  @Override
  public String name(String address, Opening opening) {
    return S3Address.parse(address).name();
  }

  @Override
  public Opened storage(String address, Opening opening) {
    S3Address parts = S3Address.parse(address);
    AwsCredentialsProvider signing = UsableCredentials.of(address, credentials.get());
    S3Connection connection = connection(address, parts, signing, opening);
    BucketWatch watch = new BucketWatch(connection::problem, opening.clock());
    opening.upkeep(watch);
    opening.check(watch::complaint);
    SecureRandom random = opening.random();
    S3Storage fetching = new S3Storage(connection.s3(), parts.variants(), random);
    CopyProbe copies = new CopyProbe(connection.s3(), fetching, opening.clock(), random);
    Bucket originals =
        bucket(
            new S3Storage(connection.s3(), parts.originals(), random),
            connection,
            signing,
            opening);
    Bucket variants =
        bucket(
            new S3Storage(connection.s3(), parts.variants(), random, copies::isKept),
            connection,
            signing,
            opening);
    return new InBuckets(
        originals,
        variants,
        connection.origin(parts.originals()),
        new StoreEvents(parts.originals(), parts.region()),
        new StoreProbe(originals, variants, copies, opening.clock(), random));
  }

  private static S3Connection connection(
      String address, S3Address parts, AwsCredentialsProvider signing, Opening opening) {
    S3Connection connection = opening.opened(new S3Connection(parts, signing));
    connection
        .problem()
        .ifPresent(problem -> {
          throw new InvalidAddress(address, problem);
        });
    return connection;
  }

  @Override
  public boolean overlaps(String place, String address, Opening opening) {
    S3Address storage = S3Address.parse(address);
    S3Address one = S3Address.place(place).address();
    boolean isSameStore =
        one.endpoint().equals(storage.endpoint())
            && (one.endpoint().isPresent() || one.region().equals(storage.region()));
    return isSameStore && Set.of(storage.originals(), storage.variants()).contains(one.originals());
  }

  @Override
  public Storage place(String address, Opening opening) {
    S3Address.Place place = S3Address.place(address);
    AwsCredentialsProvider signing = UsableCredentials.of(address, credentials.get());
    S3Connection connection = connection(address, place.address(), signing, opening);
    S3Storage bucket =
        new S3Storage(connection.s3(), place.address().originals(), opening.random());
    return place.prefix().isEmpty() ? bucket : new PrefixStorage(bucket, place.prefix());
  }

  @Override
  public Trial trialOfPlace(String address, Opening opening) {
    S3Address.Place place = S3Address.place(address);
    AwsCredentialsProvider signing = UsableCredentials.of(address, credentials.get());
    S3Connection connection = connection(address, place.address(), signing, opening);
    S3Storage storage =
        new S3Storage(connection.s3(), place.address().originals(), opening.random());
    return new PlaceProbe(
            bucket(storage, connection, signing, opening),
            place.prefix(),
            opening.clock(),
            opening.random())
        .trial();
  }

  private static Bucket bucket(
      S3Storage storage, S3Connection connection, AwsCredentialsProvider signing, Opening opening) {
    String name = storage.bucket();
    return new Bucket(
        name, storage, new S3UploadSigner(connection.presigner(), signing, name, opening.clock()));
  }

  private record InBuckets(
      Bucket inOriginals, Bucket inVariants, URI origin, StoreEvents calls, StoreProbe probe)
      implements Opened {

    @Override
    public Storage originals() {
      return inOriginals.storage();
    }

    @Override
    public Storage variants() {
      return inVariants.storage();
    }

    @Override
    public Trial trial() {
      return probe.trial();
    }

    /// Clients reach the store itself, so the server's URL does not matter.
    @Override
    public UploadSigner signer(URI server) {
      return inOriginals.signer();
    }

    @Override
    public Optional<DirectUploads> directUploads() {
      return Optional.empty();
    }

    @Override
    public Optional<StorageEvents> events() {
      return Optional.of(calls);
    }

    @Override
    public Optional<URI> clientOrigin() {
      return Optional.of(origin);
    }
  }
}
