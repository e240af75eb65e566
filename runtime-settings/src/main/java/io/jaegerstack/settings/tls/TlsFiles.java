package io.jaegerstack.settings.tls;

import io.jaegerstack.settings.Setting;
import io.jaegerstack.settings.SettingException;
import io.jaegerstack.settings.SettingValues;
import io.jaegerstack.settings.TlsClientSettings;
import io.jaegerstack.settings.TlsServerSettings;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// The files of one server or client, none of which need be there for a client.
final class TlsFiles {
  /// Readings of files that someone is writing before one is taken as it is.
  private static final int READINGS = 3;

  private static final byte[] NONE = new byte[0];

  private final @Nullable TlsFile certificate;
  private final @Nullable TlsFile key;
  private final @Nullable TlsFile authorities;
  private final boolean trustsEveryone;

  private TlsFiles(
      @Nullable TlsFile certificate,
      @Nullable TlsFile key,
      @Nullable TlsFile authorities,
      boolean trustsEveryone) {
    this.certificate = certificate;
    this.key = key;
    this.authorities = authorities;
    this.trustsEveryone = trustsEveryone;
  }

  /// @throws SettingException without certificate or key
  static TlsFiles of(SettingValues settings, TlsServerSettings tls) {
    return new TlsFiles(
        needed(settings, tls.cert(), TlsFile.CERTIFICATES, tls.enabled()),
        needed(settings, tls.key(), TlsFile.KEY, tls.enabled()),
        file(settings, tls.clientCa(), TlsFile.CERTIFICATES),
        false);
  }

  /// @throws SettingException with a certificate and no key, or the other way round
  static TlsFiles of(SettingValues settings, TlsClientSettings tls) {
    TlsFile certificate = file(settings, tls.cert(), TlsFile.CERTIFICATES);
    TlsFile key = file(settings, tls.key(), TlsFile.KEY);
    if (certificate != null) {
      needed(settings, tls.key(), TlsFile.KEY, tls.cert());
    } else if (key != null) {
      needed(settings, tls.cert(), TlsFile.CERTIFICATES, tls.key());
    }
    return new TlsFiles(
        certificate,
        key,
        file(settings, tls.ca(), TlsFile.CERTIFICATES),
        settings.value(tls.skipHostVerify()));
  }

  private static @Nullable TlsFile file(
      SettingValues settings, Setting<String> setting, String expected) {
    String path = settings.value(setting);
    return path.isEmpty() ? null : new TlsFile(setting, Path.of(path), expected);
  }

  private static TlsFile needed(
      SettingValues settings, Setting<String> setting, String expected, Setting<?> because) {
    return Optional.ofNullable(file(settings, setting, expected))
        .orElseThrow(
            () ->
                new SettingException(
                    "%s (%s) is empty, expected %s, since %s is set"
                        .formatted(
                            setting.flag(), setting.environmentName(), expected, because.flag())));
  }

  /// Contents of the files at one moment, as far as files that are replaced one by one allow.
  record Contents(byte[] certificate, byte[] key, byte[] authorities) {
    String digest() {
      try {
        var sha = MessageDigest.getInstance("SHA-256");
        for (byte[] part : List.of(certificate, key, authorities)) {
          sha.update(sha.digest(part));
        }
        return HexFormat.of().formatHex(sha.digest());
      } catch (GeneralSecurityException noSha) {
        throw new IllegalStateException(noSha);
      }
    }

    boolean isSameAs(Contents other) {
      return Arrays.equals(certificate, other.certificate)
          && Arrays.equals(key, other.key)
          && Arrays.equals(authorities, other.authorities);
    }
  }

  /// @throws SettingException naming the file that cannot be read
  Contents read() {
    Contents last = readOnce();
    for (int i = 1; i < READINGS; i++) {
      Contents next = readOnce();
      if (next.isSameAs(last)) {
        break;
      }
      last = next;
    }
    return last;
  }

  static {
    // Read by the JDK before the process's first handshake. TLS 1.2 lets a client ask for one after
    // the other on a connection, each of which costs us more than the client.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  private Contents readOnce() {
    return new Contents(bytes(certificate), bytes(key), bytes(authorities));
  }

  private static byte[] bytes(@Nullable TlsFile file) {
    return file == null ? NONE : file.read();
  }

  /// @throws SettingException naming the file that is not what it should be
  TlsGeneration generation(Contents contents) {
    List<X509Certificate> chain =
        certificate == null ? List.of() : Certificates.of(certificate, contents.certificate());
    KeyManager[] own = null;
    if (certificate != null && key != null) {
      var privateKey =
          PrivateKeys.of(key, contents.key(), chain.getFirst().getPublicKey(), certificate);
      own = new KeyManager[] {new OwnIdentity(chain, privateKey)};
    }
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(own, trusted(contents), null);
      return new TlsGeneration(context, chain, contents.digest());
    } catch (GeneralSecurityException unusable) {
      throw new SettingException("TLS cannot be set up: " + unusable.getMessage());
    }
  }

  private TrustManager @Nullable [] trusted(Contents contents) throws GeneralSecurityException {
    if (trustsEveryone) {
      return new TrustManager[] {new TrustEveryone()};
    }
    return authorities == null
        ? null
        : Certificates.trusting(Certificates.of(authorities, contents.authorities()));
  }
}
