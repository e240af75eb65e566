package io.jaegerstack.allinone;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
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
record TlsAuthority(X509Bundle bundle) {
  static TlsAuthority named(String name) throws Exception {
    return new TlsAuthority(builder(name).setIsCertificateAuthority(true).buildSelfSigned());
  }

  private static CertificateBuilder builder(String name) {
    Instant now = Instant.now();
    return new CertificateBuilder()
        .subject("CN=" + name)
        .ecp256()
        .notBefore(now.minus(Duration.ofDays(1)))
        .notAfter(now.plus(Duration.ofDays(1)));
  }

  X509Bundle server(String name) throws Exception {
    return builder(name).addSanDnsName(name).buildIssuedBy(bundle);
  }

  X509Bundle client(String name) throws Exception {
    return builder(name).buildIssuedBy(bundle);
  }

  X509Certificate certificate() {
    return bundle.getCertificate();
  }

  static Path write(Path file, X509Certificate... certificates) throws IOException {
    return Files.writeString(
        file, Arrays.stream(certificates).map(TlsAuthority::pem).collect(Collectors.joining()));
  }

  static Path writeKey(Path file, X509Bundle owner) throws IOException {
    return Files.writeString(
        file, block("PRIVATE KEY", owner.getKeyPair().getPrivate().getEncoded()));
  }

  private static String pem(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static String block(String type, byte[] der) {
    var encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, encoder.encodeToString(der), type);
  }

  /// What shows `own`, or nothing, and trusts these authorities alone.
  static SSLContext caller(@Nullable X509Bundle own, X509Certificate... trusted) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    for (X509Certificate each : trusted) {
      store.setCertificateEntry(each.getSerialNumber().toString(), each);
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    if (own != null) {
      keys.setKeyEntry(
          "own",
          own.getKeyPair().getPrivate(),
          new char[0],
          new X509Certificate[] {own.getCertificate()});
    }
    var identity = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    identity.init(keys, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(identity.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  /// The same for a gRPC channel.
  static SslContext grpcCaller(@Nullable X509Bundle own, X509Certificate... trusted)
      throws Exception {
    var builder = GrpcSslContexts.configure(SslContextBuilder.forClient(), SslProvider.JDK);
    if (own != null) {
      builder.keyManager(own.getKeyPair().getPrivate(), own.getCertificate());
    }
    return builder.trustManager(trusted).build();
  }
}
