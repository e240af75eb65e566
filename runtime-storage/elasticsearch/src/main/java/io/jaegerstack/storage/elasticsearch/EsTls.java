package io.jaegerstack.storage.elasticsearch;

import static io.jaegerstack.settings.StorageSettings.ES_TLS_CA;
import static io.jaegerstack.settings.StorageSettings.ES_TLS_CERT;
import static io.jaegerstack.settings.StorageSettings.ES_TLS_ENABLED;
import static io.jaegerstack.settings.StorageSettings.ES_TLS_KEY;
import static io.jaegerstack.settings.StorageSettings.ES_TLS_SKIP_HOST_VERIFY;

import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Whom we trust and who we are, from PEM files.
final class EsTls {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  /// Nothing where the JVM's own defaults apply.
  ///
  /// @throws SettingException naming the setting whose file is unusable
  static Optional<SSLContext> context(SettingValues settings) {
    if (!settings.value(ES_TLS_ENABLED)) {
      return Optional.empty();
    }
    String file = "";
    try {
      file = ES_TLS_CA.flag();
      TrustManager[] trusted = trusted(settings);
      file = ES_TLS_CERT.flag() + " with " + ES_TLS_KEY.flag();
      KeyManager[] own = own(settings);
      var context = SSLContext.getInstance("TLS");
      context.init(own, trusted, null);
      return Optional.of(context);
    } catch (IOException | GeneralSecurityException unusable) {
      throw new SettingException("%s cannot be used: %s".formatted(file, unusable));
    }
  }

  private static TrustManager @Nullable [] trusted(SettingValues settings)
      throws IOException, GeneralSecurityException {
    if (settings.value(ES_TLS_SKIP_HOST_VERIFY)) {
      return new TrustManager[] {new TrustEveryone()};
    }
    String ca = settings.value(ES_TLS_CA);
    if (ca.isEmpty()) {
      return null;
    }
    KeyStore store = empty();
    int i = 0;
    for (Certificate each : certificates(ca)) {
      store.setCertificateEntry("ca-" + i++, each);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] own(SettingValues settings)
      throws IOException, GeneralSecurityException {
    String certificate = settings.value(ES_TLS_CERT);
    if (certificate.isEmpty()) {
      return null;
    }
    KeyStore store = empty();
    store.setKeyEntry(
        "own",
        privateKey(Path.of(settings.value(ES_TLS_KEY))),
        new char[0],
        certificates(certificate).toArray(Certificate[]::new));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }

  private static Collection<? extends Certificate> certificates(String file)
      throws IOException, GeneralSecurityException {
    byte[] pem = Files.readAllBytes(Path.of(file));
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem));
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    String pem = Files.readString(file, StandardCharsets.US_ASCII);
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException("%s has no \"%s\", expected a key in PKCS #8".formatted(file, BEGIN));
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException notRsa) {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }
  }

  private EsTls() {}
}
