package io.jaegerstack.settings.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Certificates of a PEM file: a chain to show, or authorities to trust.
final class Certificates {
  /// At least one.
  ///
  /// @throws io.jaegerstack.settings.SettingException where there is none, or one is broken
  static List<X509Certificate> of(TlsFile file, byte[] content) {
    var found = new ArrayList<X509Certificate>();
    for (Pem block : file.blocks(content)) {
      if (block.isCertificate()) {
        found.add(certificate(file, block, found.size() + 1));
      }
    }
    if (found.isEmpty()) {
      throw file.unusable("which has no certificate in it");
    }
    return List.copyOf(found);
  }

  private static X509Certificate certificate(TlsFile file, Pem block, int number) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(block.der()));
    } catch (CertificateException broken) {
      throw file.unusable("whose certificate no. %d cannot be read".formatted(number));
    }
  }

  /// What trusts these authorities and no other.
  static TrustManager[] trusting(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    try {
      store.load(null, null);
    } catch (IOException impossible) {
      throw new GeneralSecurityException("a key store in memory", impossible);
    }
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("authority-" + i, authorities.get(i));
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private Certificates() {}
}
