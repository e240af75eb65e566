package io.jaegerstack.settings.tls.authority;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// An authority that exists for one test, and what it signs.
public record TestAuthority(X509Bundle bundle) {
  private static final Duration DAY = Duration.ofDays(1);

  public static TestAuthority named(String name) throws Exception {
    return new TestAuthority(builder(name, DAY).setIsCertificateAuthority(true).buildSelfSigned());
  }

  private static CertificateBuilder builder(String name, Duration left) {
    Instant now = Instant.now();
    return new CertificateBuilder()
        .subject("CN=" + name)
        .ecp256()
        .notBefore(now.minus(Duration.ofDays(2)))
        .notAfter(now.plus(left));
  }

  /// Of a server with this DNS name.
  public X509Bundle server(String name) throws Exception {
    return server(name, DAY);
  }

  /// @param left until it expires
  public X509Bundle server(String name, Duration left) throws Exception {
    return builder(name, left).addSanDnsName(name).buildIssuedBy(bundle);
  }

  public X509Bundle client(String name) throws Exception {
    return builder(name, DAY).buildIssuedBy(bundle);
  }

  public X509Certificate certificate() {
    return bundle.getCertificate();
  }

  /// Writes this authority's certificate, as those who trust it read it.
  public Path writeTo(Path file) throws IOException {
    return write(file, certificate());
  }

  public static Path write(Path file, X509Certificate... certificates) throws IOException {
    return Files.writeString(
        file, Arrays.stream(certificates).map(TestAuthority::pem).collect(Collectors.joining()));
  }

  /// Writes the certificate and after it the key, so that for a moment they do not fit.
  public static void write(X509Bundle owner, Path certificate, Path key) throws IOException {
    write(certificate, owner.getCertificate());
    Files.writeString(key, key(owner));
  }

  private static String pem(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  public static String key(X509Bundle owner) {
    return block("PRIVATE KEY", owner.getKeyPair().getPrivate().getEncoded());
  }

  public static String block(String type, byte[] der) {
    var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, encoder.encodeToString(der), type);
  }

  /// What trusts this authority alone and shows nothing.
  public SSLContext trusting() throws Exception {
    return peer(null, certificate());
  }

  /// What trusts this authority alone and shows `own`.
  public SSLContext trusting(X509Bundle own) throws Exception {
    return peer(own, certificate());
  }

  /// What shows `own`, or nothing, and trusts these authorities alone.
  public static SSLContext peer(@Nullable X509Bundle own, X509Certificate... trusted)
      throws Exception {
    KeyStore authorities = empty();
    for (X509Certificate each : trusted) {
      authorities.setCertificateEntry(each.getSerialNumber().toString(), each);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    KeyStore keys = empty();
    if (own != null) {
      var chain = new X509Certificate[] {own.getCertificate()};
      keys.setKeyEntry("own", own.getKeyPair().getPrivate(), new char[0], chain);
    }
    var identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    identity.init(keys, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
