package dev.tintype.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tintype.core.provider.InvalidAddress;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3AddressTest {

  @Test
  void anAddressOnAwsNamesBucketsAndRegion() {
    assertThat(S3Address.parse("s3://shop-originals,shop.variants?region=eu-central-1"))
        .isEqualTo(
            new S3Address(
                "shop-originals", "shop.variants", Optional.empty(), "eu-central-1", false));
  }

  @Test
  void anotherStoreHasAnEndpointAndPathStyleUrls() {
    assertThat(S3Address.parse("s3://originals,variants?endpoint=http://127.0.0.1:9000"))
        .isEqualTo(
            new S3Address(
                "originals",
                "variants",
                Optional.of(URI.create("http://127.0.0.1:9000")),
                "us-east-1",
                true));
  }

  @Test
  void regionAndPathStyleOfAnotherStoreCanBeSet() {
    S3Address address =
        S3Address.parse(
            "s3://originals,variants?path-style=false&endpoint=https://store.example/&region=garage");
    assertThat(address.pathStyle()).isFalse();
    assertThat(address.region()).isEqualTo("garage");
  }

  @Test
  void aPlaceIsABucketOrAPartOfIt() {
    S3Address.Place place = S3Address.place("s3://kept/a/b/?region=eu-central-1");
    assertThat(place.prefix()).isEqualTo("a/b/");
    assertThat(place.address().originals()).isEqualTo("kept");
    assertThat(place.address().region()).isEqualTo("eu-central-1");
    assertThat(S3Address.place("s3://kept?region=eu-central-1").prefix()).isEmpty();
    assertThatThrownBy(() -> S3Address.place("s3://kept/a//b?region=eu-central-1"))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("an empty part");
    assertThatThrownBy(() -> S3Address.place("s3://Kept/a?region=eu-central-1"))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("in the place of a bucket's name");
    assertThatThrownBy(() -> S3Address.place("s3://kept/a"))
        .isInstanceOf(InvalidAddress.class)
        .hasMessageContaining("needs a region");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s3:originals,variants | is s3://ORIGINALS,VARIANTS, not 's3:originals,variants'.",
        "s3:// | needs two buckets, of originals and of variants, as in s3://ORIGINALS,VARIANTS.",
        "s3://one | needs two buckets, of originals and of variants, as in s3://ORIGINALS,VARIANTS.",
        "s3://one,,two | needs two buckets, of originals and of variants, as in s3://ORIGINALS,VARIANTS.",
        "s3://,two | has '' in the place of a bucket's name, which has 3 to 63 lowercase letters, digits, dots and hyphens.",
        "s3://One,two | has 'One' in the place of a bucket's name, which has 3 to 63 lowercase letters, digits, dots and hyphens.",
        "s3://one,two/ | has 'two/' in the place of a bucket's name, which has 3 to 63 lowercase letters, digits, dots and hyphens.",
        "s3://one,one | names one bucket twice, but originals are private and variants are public.",
        "s3://one,two | needs a region, such as region=eu-central-1; for a store outside AWS it needs an endpoint.",
        "s3://one,two?region= | has '' in the place of a region's name.",
        "s3://one,two? | has an unknown parameter '': s3 knows endpoint, region and path-style.",
        "s3://one,two?region=a&endpont=x | has an unknown parameter 'endpont': s3 knows endpoint, region and path-style.",
        "s3://one,two?region=a&region=b | has the parameter region twice.",
        "s3://one,two?region=a&path-style=yes | has path-style=yes, which is neither true nor false.",
        "s3://one,two?endpoint=store:9000 | has the endpoint 'store:9000', which is no URL such as https://store.example:9000.",
        "s3://one,two?endpoint=http:// | has the endpoint 'http://', which is no URL such as https://store.example:9000.",
        "s3://one,two?endpoint=http://u:p@store | has the endpoint 'http://u:p@store', which is no URL such as https://store.example:9000.",
        "s3://one,two?endpoint=http://store/path | has the endpoint 'http://store/path', which is no URL such as https://store.example:9000."
      })
  void aWrongAddressIsOneSentenceThatNamesTheSetting(String address, String problem) {
    assertThatThrownBy(() -> new S3Provider().check(address))
        .isInstanceOfSatisfying(
            InvalidAddress.class,
            e ->
                assertThat(e.of("TINTYPE_STORAGE").getMessage() + ".")
                    .isEqualTo("TINTYPE_STORAGE " + problem));
  }
}
