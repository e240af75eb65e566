package io.jaegerstack.settings.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jaegerstack.settings.Catalogue;
import io.jaegerstack.settings.CollectorSettings;
import io.jaegerstack.settings.Component;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TlsServerSettings;
import io.jaegerstack.settings.tls.authority.TestAuthority;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LiveTlsTest {
  private static final TlsServerSettings TLS = CollectorSettings.GRPC_TLS;

  @TempDir Path directory;
  private Path certificate;
  private Path key;
  private TestAuthority authority;

  @BeforeEach
  void write() throws Exception {
    authority = TestAuthority.named("authority");
    certificate = directory.resolve("tls.crt");
    key = directory.resolve("tls.key");
    TestAuthority.write(authority.server("localhost"), certificate, key);
  }

  private SettingValues settings() {
    return SettingValues.defaults(Catalogue.of(Component.COLLECTOR))
        .with(TLS.enabled(), true)
        .with(TLS.cert(), certificate.toString())
        .with(TLS.key(), key.toString());
  }

  private LiveTls live() {
    return LiveTls.of(settings(), TLS).orElseThrow();
  }

  @Test
  void isNotThereWhereItIsOff() {
    var off = SettingValues.defaults(Catalogue.of(Component.COLLECTOR));
    assertThat(LiveTls.of(off, TLS)).isEmpty();
  }

  @Test
  void refusesFilesOfTlsThatIsOff() {
    var half = settings().with(TLS.enabled(), false);
    assertThatThrownBy(() -> LiveTls.of(half, TLS))
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "--collector.grpc.tls.cert is set while --collector.grpc.tls.enabled is false, expected"
                + " --collector.grpc.tls.enabled=true or none of its settings");
  }

  @Test
  void saysWhichFileIsMissing() throws Exception {
    Files.delete(key);
    assertThatThrownBy(this::live)
        .isInstanceOf(SettingException.class)
        .hasMessage(
            "--collector.grpc.tls.key (COLLECTOR_GRPC_TLS_KEY) is \"%s\", which does not exist, expected a PEM file with an unencrypted private key"
                .formatted(key));
  }

  @Test
  void saysWhichSettingIsMissing() {
    var settings = settings().with(TLS.key(), "");
    assertThatThrownBy(() -> LiveTls.of(settings, TLS))
        .hasMessage(
            "--collector.grpc.tls.key (COLLECTOR_GRPC_TLS_KEY) is empty, expected a PEM file with an unencrypted private key, since --collector.grpc.tls.enabled is set");
  }

  @Test
  void saysThatAKeyIsNotTheCertificates() throws Exception {
    Files.writeString(key, TestAuthority.key(authority.server("localhost")));
    assertThatThrownBy(this::live)
        .hasMessageContaining("--collector.grpc.tls.key")
        .hasMessageContaining("whose key is not the EC key of the certificate in " + certificate);
  }

  @Test
  void saysThatAKeyIsOfAnotherKind() throws Exception {
    Files.writeString(key, TestAuthority.key(owner(Algorithm.rsa2048)));
    assertThatThrownBy(this::live).hasMessageContaining("whose key is not the EC key");
  }

  @Test
  void saysThatAKeyIsEncrypted() throws Exception {
    Files.writeString(key, TestAuthority.block("ENCRYPTED PRIVATE KEY", new byte[40]));
    assertThatThrownBy(this::live).hasMessageContaining("whose key is encrypted");
  }

  @Test
  void saysThatAFileHasNoCertificate() throws Exception {
    Files.writeString(certificate, TestAuthority.key(authority.server("localhost")));
    assertThatThrownBy(this::live)
        .hasMessageContaining("--collector.grpc.tls.cert")
        .hasMessageContaining("which has no certificate in it");
  }

  @Test
  void saysThatACertificateIsBroken() throws Exception {
    Files.writeString(certificate, TestAuthority.block("CERTIFICATE", new byte[] {1, 2, 3}));
    assertThatThrownBy(this::live).hasMessageContaining("certificate no. 1 cannot be read");
  }

  @Test
  void warnsOfAnExpiredCertificateAndGoesOn() throws Exception {
    TestAuthority.write(authority.server("old", Duration.ofHours(-1)), certificate, key);
    assertThat(live().current().concerns(Instant.now()))
        .singleElement()
        .asString()
        .startsWith("certificate of CN=old expired at ");
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
  void takesKeysOfEveryKindInPkcs8(Algorithm algorithm) throws Exception {
    TestAuthority.write(owner(algorithm), certificate, key);
    assertThat(live().current().own()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(
      value = Algorithm.class,
      names = {"ecp256", "rsa2048"})
  void takesTheOlderFormsOfKeys(Algorithm algorithm) throws Exception {
    X509Bundle owner = owner(algorithm);
    TestAuthority.write(owner, certificate, key);
    String type = algorithm == Algorithm.rsa2048 ? "RSA PRIVATE KEY" : "EC PRIVATE KEY";
    byte[] older = insideOf(owner.getKeyPair().getPrivate().getEncoded());
    Files.writeString(
        key,
        TestAuthority.block("EC PARAMETERS", new byte[] {6, 1, 1})
            + TestAuthority.block(type, older));
    assertThat(live().current().own()).hasSize(1);
  }

  @Test
  void followsItsFiles() throws Exception {
    var live = live();
    assertThat(live.look()).isInstanceOf(LiveTls.Look.Unchanged.class);
    var next = authority.server("localhost");
    TestAuthority.write(next, certificate, key);
    assertThat(live.look()).isInstanceOf(LiveTls.Look.Replaced.class);
    assertThat(live.current().own()).containsExactly(next.getCertificate());
  }

  @Test
  void keepsWhatItHasWhileTheFilesAreBroken() throws Exception {
    var live = live();
    var before = live.current();
    Files.writeString(key, TestAuthority.key(authority.server("localhost")));
    assertThat(live.look())
        .isInstanceOfSatisfying(
            LiveTls.Look.Kept.class,
            kept -> assertThat(kept.why()).contains("--collector.grpc.tls.key"));
    Files.delete(certificate);
    assertThat(live.look()).isInstanceOf(LiveTls.Look.Kept.class);
    assertThat(live.current()).isSameAs(before);
  }

  private static X509Bundle owner(Algorithm algorithm) throws Exception {
    return new CertificateBuilder()
        .subject("CN=owner")
        .algorithm(algorithm)
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }

  /// The octet string that ends a PKCS #8 key of any kind that is tested here: the older form.
  private static byte[] insideOf(byte[] pkcs8) {
    for (int at = 0; at < pkcs8.length - 4; at++) {
      boolean octets = pkcs8[at] == 0x04;
      int first = pkcs8[at + 1] & 0xff;
      int head = first < 0x80 ? 2 : 2 + (first & 0x7f);
      int length = first < 0x80 ? first : 0;
      for (int i = 2; i < head && at + i < pkcs8.length; i++) {
        length = length << 8 | pkcs8[at + i] & 0xff;
      }
      if (octets && at + head + length == pkcs8.length) {
        return Arrays.copyOfRange(pkcs8, at + head, pkcs8.length);
      }
    }
    throw new AssertionError("no octet string at the end of the key");
  }
}
