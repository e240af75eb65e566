package io.jaegerstack.server.ledger;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// One process's hops, as its admin port told them. Asked with what `java.base` has, since an
/// agent's image has no other HTTP client.
record ProcessLedger(String address, List<HopFigures> hops) {
  private static final int TIMEOUT_MILLIS = 5_000;

  ProcessLedger {
    hops = List.copyOf(hops);
  }

  /// An admin port's address: `http://host:port`, or `host:port` for the same.
  ///
  /// @throws IllegalArgumentException for anything else
  static URI address(String text) {
    try {
      URI uri = new URI(text.contains("://") ? text : "http://" + text);
      boolean known = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (known && uri.getHost() != null && uri.getPort() > 0) {
        return uri;
      }
    } catch (URISyntaxException wrong) {
      throw notAnAddress(text);
    }
    throw notAnAddress(text);
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException(
        "\"%s\" is not the address of an admin port, expected http://host:port".formatted(text));
  }

  /// @param trusted whom to believe over https; null for those that the JDK does
  /// @throws IOException with the address in it
  static ProcessLedger read(URI address, @Nullable SSLSocketFactory trusted) throws IOException {
    URI page = address.resolve("/ledger");
    var call = (HttpURLConnection) page.toURL().openConnection();
    if (trusted != null && call instanceof HttpsURLConnection secured) {
      secured.setSSLSocketFactory(trusted);
    }
    call.setConnectTimeout(TIMEOUT_MILLIS);
    call.setReadTimeout(TIMEOUT_MILLIS);
    call.setRequestProperty("Accept", "text/plain");
    try {
      int status = call.getResponseCode();
      if (status != HttpURLConnection.HTTP_OK) {
        throw new IOException("it answers %d, expected 200".formatted(status));
      }
      try (InputStream body = call.getInputStream()) {
        String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
        return new ProcessLedger(
            address.toString(),
            text.lines().filter(line -> !line.isBlank()).map(HopFigures::parse).toList());
      }
    } catch (IOException | IllegalArgumentException failed) {
      throw new IOException("%s: %s".formatted(page, failed.getMessage()), failed);
    } finally {
      call.disconnect();
    }
  }

  /// Those whose certificates are in a PEM file.
  static SSLSocketFactory trusting(String pemFile) throws IOException, GeneralSecurityException {
    KeyStore authorities = KeyStore.getInstance(KeyStore.getDefaultType());
    authorities.load(null, null);
    try (var pem = new FileInputStream(pemFile)) {
      for (Certificate each : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
        authorities.setCertificateEntry("authority-" + authorities.size(), each);
      }
    }
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(authorities);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context.getSocketFactory();
  }
}
