package io.jaegerstack.server.tls;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// An authority that exists for one test, and what it signs.
record TestAuthority(X509Bundle bundle) {
  static TestAuthority named(String name) throws Exception {
    return new TestAuthority(
        valid(new CertificateBuilder(), Duration.ofDays(1))
            .subject("CN=" + name)
            .ecp256()
            .setIsCertificateAuthority(true)
            .buildSelfSigned());
  }

  private static CertificateBuilder valid(CertificateBuilder builder, Duration left) {
    return builder
        .notBefore(Instant.now().minus(Duration.ofDays(2)))
        .notAfter(Instant.now().plus(left));
  }

  /// For `localhost` and 127.0.0.1.
  X509Bundle server() throws Exception {
    return server("localhost", Duration.ofDays(1));
  }

  /// @param left until it expires
  X509Bundle server(String name, Duration left) throws Exception {
    return valid(new CertificateBuilder(), left)
        .subject("CN=" + name)
        .ecp256()
        .addSanDnsName(name)
        .buildIssuedBy(bundle);
  }

  X509Bundle client(String name) throws Exception {
    return valid(new CertificateBuilder(), Duration.ofDays(1))
        .subject("CN=" + name)
        .ecp256()
        .buildIssuedBy(bundle);
  }

  Path writeTo(Path file) throws IOException {
    return Files.writeString(file, pem(bundle.getCertificate()));
  }

  static void write(X509Bundle owner, Path certificate, Path key) throws IOException {
    Files.writeString(certificate, pem(owner.getCertificate()));
    Files.writeString(key, key(owner));
  }

  static String pem(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (java.security.cert.CertificateEncodingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static String key(X509Bundle owner) {
    return block("PRIVATE KEY", owner.getKeyPair().getPrivate().getEncoded());
  }

  static String block(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            type,
            Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der),
            type);
  }

  /// What trusts this authority alone and shows nothing.
  SSLContext trusting() throws Exception {
    return trusting((KeyManager[]) null);
  }

  /// What trusts this authority alone and shows `own`.
  SSLContext trusting(X509Bundle own) throws Exception {
    KeyStore store = empty();
    store.setKeyEntry(
        "own",
        own.getKeyPair().getPrivate(),
        new char[0],
        new X509Certificate[] {own.getCertificate()});
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return trusting(factory.getKeyManagers());
  }

  private SSLContext trusting(KeyManager[] own) throws Exception {
    KeyStore store = empty();
    store.setCertificateEntry("authority", bundle.getCertificate());
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(own, factory.getTrustManagers(), null);
    return context;
  }

  private static KeyStore empty() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
